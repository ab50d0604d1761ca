package tocsin.rules;

import tocsin.labels.Fingerprint;
import tocsin.labels.Labels;
import tocsin.labels.LabelsBuilder;
import tocsin.replica.Codec;
import tocsin.replica.MapSchema;
import tocsin.replica.Versioned;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The replicated map `rule-state`. The newest evaluation wins; of two for the same instant the
/// newest stamp. A `for` never begins anew because another member took over, for that member starts
/// from what this map holds. (Joining the runs of two members that were apart into one older run
/// was tried and given up: it is not associative.)
public final class RuleStateSchema implements MapSchema<RuleAlertKey, RuleAlert> {
    private static final Duration RETENTION = Duration.ofDays(5);
    private static final Duration TOMBSTONE_RETENTION = Duration.ofHours(6);
    private static final int VERSION = 1;
    private static final int MAX_LABELS = 1_000;

    @Override
    public String name() {
        return "rule-state";
    }

    @Override
    public Codec<RuleAlertKey> keys() {
        return new Keys();
    }

    @Override
    public Codec<RuleAlert> values() {
        return new Values();
    }

    @Override
    public Versioned<RuleAlert> merge(Versioned<RuleAlert> a, Versioned<RuleAlert> b) {
        int order = a.value().evaluatedAt().compareTo(b.value().evaluatedAt());
        if (order == 0) {
            return MapSchema.super.merge(a, b);
        }
        return order > 0 ? a : b;
    }

    @Override
    public Instant expiresAt(RuleAlertKey key, RuleAlert value) {
        return value.evaluatedAt()
                .plus(value.state().isPresent() ? RETENTION : TOMBSTONE_RETENTION);
    }

    private static final class Keys implements Codec<RuleAlertKey> {
        @Override
        public byte[] encode(RuleAlertKey key) {
            return (key.alert() + key.rule()).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public RuleAlertKey decode(byte[] bytes) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            if (text.length() < 16) {
                throw new IllegalArgumentException(
                        "a rule state's key of " + text.length() + " characters");
            }
            return new RuleAlertKey(text.substring(16), Fingerprint.parse(text.substring(0, 16)));
        }
    }

    private static final class Values implements Codec<RuleAlert> {
        @Override
        public byte[] encode(RuleAlert value) {
            var bytes = new ByteArrayOutputStream();
            try (var out = new DataOutputStream(bytes)) {
                out.writeByte(VERSION);
                writeLabels(out, value.labels());
                writeLabels(out, value.annotations());
                out.writeDouble(value.value());
                writeState(out, value.state());
                writeInstant(out, value.lastSentAt());
                out.writeLong(value.evaluatedAt().toEpochMilli());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }

        @Override
        public RuleAlert decode(byte[] bytes) {
            try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
                int version = in.readUnsignedByte();
                if (version != VERSION) {
                    throw new IllegalArgumentException("a rule state of version " + version);
                }
                return new RuleAlert(
                        readLabels(in),
                        readLabels(in),
                        in.readDouble(),
                        readState(in),
                        readInstant(in),
                        Instant.ofEpochMilli(in.readLong()));
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        "a rule state of " + bytes.length + " bytes is cut short", e);
            }
        }
    }

    private static void writeLabels(DataOutputStream out, Labels labels) throws IOException {
        out.writeShort(labels.size());
        for (int i = 0; i < labels.size(); i++) {
            writeText(out, labels.name(i));
            writeText(out, labels.value(i));
        }
    }

    private static Labels readLabels(DataInputStream in) throws IOException {
        int size = in.readUnsignedShort();
        if (size > MAX_LABELS) {
            throw new IllegalArgumentException("a rule state with " + size + " labels");
        }
        var labels = new LabelsBuilder();
        for (int i = 0; i < size; i++) {
            labels.set(readText(in), readText(in));
        }
        return labels.build();
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IllegalArgumentException("a text of " + length + " bytes in a rule state");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static void writeState(DataOutputStream out, Optional<AlertState> state)
            throws IOException {
        switch (state.orElse(null)) {
            case null -> out.writeByte(0);
            case AlertState.Pending(Instant activeAt) -> {
                out.writeByte(1);
                out.writeLong(activeAt.toEpochMilli());
            }
            case AlertState.Firing(
                            Instant activeAt,
                            Instant firedAt,
                            Optional<Instant> keptSince) -> {
                out.writeByte(2);
                out.writeLong(activeAt.toEpochMilli());
                out.writeLong(firedAt.toEpochMilli());
                writeInstant(out, keptSince);
            }
            case AlertState.Resolved(Instant activeAt, Instant firedAt, Instant resolvedAt) -> {
                out.writeByte(3);
                out.writeLong(activeAt.toEpochMilli());
                out.writeLong(firedAt.toEpochMilli());
                out.writeLong(resolvedAt.toEpochMilli());
            }
        }
    }

    private static Optional<AlertState> readState(DataInputStream in) throws IOException {
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(new AlertState.Pending(instant(in)));
            case 2 -> Optional.of(new AlertState.Firing(instant(in), instant(in), readInstant(in)));
            case 3 -> Optional.of(new AlertState.Resolved(instant(in), instant(in), instant(in)));
            default -> throw new IllegalArgumentException("a rule state of kind " + kind);
        };
    }

    private static Instant instant(DataInputStream in) throws IOException {
        return Instant.ofEpochMilli(in.readLong());
    }

    private static void writeInstant(DataOutputStream out, Optional<Instant> instant)
            throws IOException {
        out.writeBoolean(instant.isPresent());
        if (instant.isPresent()) {
            out.writeLong(instant.get().toEpochMilli());
        }
    }

    private static Optional<Instant> readInstant(DataInputStream in) throws IOException {
        return in.readBoolean() ? Optional.of(instant(in)) : Optional.empty();
    }
}
