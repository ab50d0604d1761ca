package tocsin.gotemplate.value;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.TimeZone;

/// The short names of time zones: `CET`, `PST`, and offsets for zones that have no letters.
final class ZoneNames {
    private ZoneNames() {}

    static String abbreviation(ZonedDateTime at) {
        ZoneId zone = at.getZone();
        if (zone.equals(ZoneOffset.UTC) || zone.getId().equals("UTC")) {
            return "UTC";
        }
        if (zone instanceof ZoneOffset offset) {
            return numeric(offset);
        }
        boolean saves = zone.getRules().isDaylightSavings(at.toInstant());
        return ZoneFiles.abbreviation(zone.getId(), at.toEpochSecond(), saves)
                .orElseGet(() -> ofJava(at, saves));
    }

    private static String ofJava(ZonedDateTime at, boolean saves) {
        return TimeZone.getTimeZone(at.getZone())
                .getDisplayName(saves, TimeZone.SHORT, Locale.ENGLISH);
    }

    /// An offset where a name is wanted: `+0200`, `-0330`.
    private static String numeric(ZoneOffset offset) {
        int minutes = offset.getTotalSeconds() / 60;
        String hours = String.format("%c%02d", minutes < 0 ? '-' : '+', Math.abs(minutes) / 60);
        return hours + String.format("%02d", Math.abs(minutes) % 60);
    }
}
