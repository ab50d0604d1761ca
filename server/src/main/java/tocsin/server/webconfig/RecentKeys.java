package tocsin.server.webconfig;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// The keys used last, up to a number; of more, the one unused for longest is forgotten.
final class RecentKeys {
    private static final float LOAD = 0.75f;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ByteBuffer, Boolean> keys;

    RecentKeys(int limit) {
        keys =
                new LinkedHashMap<>(16, LOAD, true) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Boolean> eldest) {
                        return size() > limit;
                    }
                };
    }

    boolean contains(ByteBuffer key) {
        lock.lock();
        try {
            return keys.get(key) != null;
        } finally {
            lock.unlock();
        }
    }

    void add(ByteBuffer key) {
        lock.lock();
        try {
            keys.put(key, true);
        } finally {
            lock.unlock();
        }
    }
}
