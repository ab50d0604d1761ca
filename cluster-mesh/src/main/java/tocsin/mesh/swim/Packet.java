package tocsin.mesh.swim;

import tocsin.replica.FieldReader;
import tocsin.replica.FieldWriter;

import java.util.ArrayList;
import java.util.List;

/// What members say to each other about members. Every packet begins with who speaks and ends with
/// rumours.
///
/// @param speaker about itself
/// @param rumours about others, and about whom it is sent to
record Packet(Claim speaker, Saying saying, List<Claim> rumours) {
    /// A packet with more is refused.
    static final int MOST_RUMOURS = 8_192;

    /// Shortest claim in bytes.
    private static final int SHORTEST = 5;

    Packet {
        rumours = List.copyOf(rumours);
    }

    /// What is said.
    sealed interface Saying {}

    /// Are you there? Asked of one member by name, as another may have its address by now.
    record Ping(long number, String target) implements Saying {}

    /// Yes; also passed on for another.
    record Ack(long number, String target) implements Saying {}

    /// The member that you asked me to ask does not answer me; but I do answer you.
    record Nack(long number, String target) implements Saying {}

    /// Ask another for me.
    ///
    /// @param patienceMillis after which a nack is due
    record PingFor(long number, String target, String address, long patienceMillis)
            implements Saying {}

    /// All that the speaker knows stands in the rumours.
    record Sync(boolean answerWanted) implements Saying {}

    /// Nothing but rumours.
    record Gossip() implements Saying {}

    byte[] encode() {
        var out =
                switch (saying) {
                    case Ping(var number, var target) -> start(1).number(number).text(target);
                    case Ack(var number, var target) -> start(2).number(number).text(target);
                    case Nack(var number, var target) -> start(3).number(number).text(target);
                    case PingFor(var number, var target, var address, var patience) ->
                            start(4).number(number).text(target).text(address).number(patience);
                    case Sync(var wanted) -> start(5).flag(wanted);
                    case Gossip() -> start(6);
                };
        out.number(rumours.size());
        rumours.forEach(rumour -> rumour.write(out));
        return out.bytes();
    }

    private FieldWriter start(int kind) {
        var out = new FieldWriter(kind);
        speaker.write(out);
        return out;
    }

    /// Reads a packet.
    ///
    /// @throws IllegalArgumentException when it is none
    static Packet decode(byte[] bytes) {
        var in = new FieldReader(bytes, 6);
        Claim speaker = Claim.read(in);
        Saying saying =
                switch (in.version()) {
                    case 1 -> new Ping(in.number(), in.text());
                    case 2 -> new Ack(in.number(), in.text());
                    case 3 -> new Nack(in.number(), in.text());
                    case 4 -> new PingFor(in.number(), in.text(), in.text(), in.number());
                    case 5 -> new Sync(in.flag());
                    case 6 -> new Gossip();
                    default -> throw new IllegalArgumentException("no packet: " + in.version());
                };
        int count = in.count(SHORTEST);
        if (count > MOST_RUMOURS) {
            throw new IllegalArgumentException(count + " rumours in a packet");
        }
        var rumours = new ArrayList<Claim>(count);
        for (int i = 0; i < count; i++) {
            rumours.add(Claim.read(in));
        }
        in.end();
        return new Packet(speaker, saying, rumours);
    }
}
