package tocsin.storage.head;

import tocsin.storage.chunk.Chunk;

import java.util.List;

/// Where the data of chunks is that grow no more.
public interface SealedChunks extends AutoCloseable {
    /// In memory, as they were.
    SealedChunks IN_MEMORY =
            new SealedChunks() {
                @Override
                public List<Chunk> keep(List<Chunk> sealed) {
                    return sealed;
                }

                @Override
                public void forgetBefore(long timestamp) {}

                @Override
                public void release() {}

                @Override
                public void close() {}
            };

    /// Takes chunks.
    ///
    /// @return the chunks where they are from now on, in the same order; those given where they
    ///   cannot be moved
    List<Chunk> keep(List<Chunk> sealed);

    /// Lets go what ended before a time. Nobody asks for it any more; who reads it still has until
    /// the next but one `release`.
    void forgetBefore(long timestamp);

    /// Gives back room. Call it every minute or so.
    void release();

    @Override
    void close();
}
