package tocsin.mesh.wire;

import io.netty.buffer.ByteBuf;

import java.nio.charset.StandardCharsets;

/// What travels on a stream: first a greeting from each side, then messages.
sealed interface Message {
    /// Longer ones are refused before memory is taken.
    int LARGEST = 33 << 20;

    /// A greeting is the only thing a stranger can make us read.
    int LARGEST_GREETING = 4 << 10;

    /// The version of the wire.
    int VERSION = 1;

    /// Who is there.
    ///
    /// @param address that others shall dial, as `host:port`
    record Greeting(int version, String label, String name, String address) implements Message {}

    /// Something for whoever listens to a subject; an answer is wanted when `id` is not zero.
    record Letter(long id, String subject, byte[] content) implements Message {}

    /// The answer to a letter.
    ///
    /// @param outcome what became of it
    record Answer(long id, Outcome outcome, byte[] content) implements Message {}

    /// What became of a letter.
    enum Outcome {
        /// It was taken, and the content is the answer.
        TAKEN(0),
        /// Nobody listens to its subject.
        NO_LISTENER(1),
        /// Whoever listens failed.
        FAILED(2);

        private final int code;

        Outcome(int code) {
            this.code = code;
        }
    }

    /// Writes a message, without its length.
    static void write(Message message, ByteBuf out) {
        switch (message) {
            case Greeting(var version, var label, var name, var address) -> {
                out.writeByte(1).writeInt(version);
                text(label, out);
                text(name, out);
                text(address, out);
            }
            case Letter(var id, var subject, var content) -> {
                out.writeByte(2).writeLong(id);
                text(subject, out);
                out.writeBytes(content);
            }
            case Answer(var id, var outcome, var content) ->
                    out.writeByte(3).writeLong(id).writeByte(outcome.code).writeBytes(content);
        }
    }

    private static void text(String text, ByteBuf out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(bytes.length).writeBytes(bytes);
    }

    /// Reads a message that fills the buffer.
    ///
    /// @throws IllegalArgumentException when it is none
    static Message read(ByteBuf in) {
        try {
            byte kind = in.readByte();
            return switch (kind) {
                case 1 -> {
                    var greeting = new Greeting(in.readInt(), text(in), text(in), text(in));
                    if (in.isReadable()) {
                        throw new IllegalArgumentException("a greeting with something behind it");
                    }
                    yield greeting;
                }
                case 2 -> new Letter(in.readLong(), text(in), rest(in));
                case 3 -> new Answer(in.readLong(), outcome(in.readByte()), rest(in));
                default -> throw new IllegalArgumentException("no such message: " + kind);
            };
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("the message ends early", e);
        }
    }

    private static Outcome outcome(byte code) {
        for (Outcome each : Outcome.values()) {
            if (each.code == code) {
                return each;
            }
        }
        throw new IllegalArgumentException("no such outcome: " + code);
    }

    private static String text(ByteBuf in) {
        int length = in.readUnsignedShort();
        if (length > in.readableBytes()) {
            throw new IllegalArgumentException("a text of " + length + " bytes is not there");
        }
        return in.readCharSequence(length, StandardCharsets.UTF_8).toString();
    }

    private static byte[] rest(ByteBuf in) {
        byte[] rest = new byte[in.readableBytes()];
        in.readBytes(rest);
        return rest;
    }
}
