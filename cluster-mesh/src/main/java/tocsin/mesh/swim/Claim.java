package tocsin.mesh.swim;

import tocsin.replica.FieldReader;
import tocsin.replica.FieldWriter;

/// What somebody says about a member.
///
/// @param address where it is dialled, as `host:port`
/// @param incarnation raised by the member alone: to begin a new life, and to deny what is said of
///   it
/// @param by who accuses it, when it is suspected or dead; else empty
public record Claim(String name, String address, long incarnation, Standing standing, String by) {

    private static final int LONGEST = 512;

    /// Refuses what no member can be called.
    public Claim {
        if (name.isEmpty() || name.length() > LONGEST || address.length() > LONGEST) {
            throw new IllegalArgumentException("no member has this name or address");
        }
        if (by.length() > LONGEST) {
            throw new IllegalArgumentException("no member has the accuser's name");
        }
        if (incarnation < 0 || incarnation == Long.MAX_VALUE) {
            throw new IllegalArgumentException("no incarnation: " + incarnation);
        }
    }

    /// A member speaks of itself.
    static Claim alive(String name, String address, long incarnation) {
        return new Claim(name, address, incarnation, Standing.ALIVE, "");
    }

    /// The same life, accused.
    Claim accused(Standing accusedOf, String accuser) {
        return new Claim(name, address, incarnation, accusedOf, accuser);
    }

    /// Whether this is newer than what is known: a later incarnation, or a graver word on the same.
    /// A total order, so that all members come to hold the same whatever they hear first.
    boolean beats(Claim known) {
        return incarnation != known.incarnation
                ? incarnation > known.incarnation
                : standing.compareTo(known.standing) > 0;
    }

    void write(FieldWriter out) {
        out.text(name).text(address).number(incarnation).number(standing.code()).text(by);
    }

    static Claim read(FieldReader in) {
        return new Claim(in.text(), in.text(), in.number(), Standing.of(in.number()), in.text());
    }
}
