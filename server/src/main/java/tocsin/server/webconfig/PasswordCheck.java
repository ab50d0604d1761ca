package tocsin.server.webconfig;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Checks passwords against bcrypt hashes. That is slow on purpose, so what a check said is
/// remembered, as a keyed digest of user, hash and password from which none of them can be learned.
///
/// One check runs at a time, so that a flood of guesses costs one core and no more; a bounded
/// number wait for their turn. Successes are remembered apart from failures: guesses cannot push
/// out those who are known, and these do not wait behind them.
///
/// An unknown user costs as much time as a known one, so that names cannot be found by the clock.
final class PasswordCheck {
    private static final int REMEMBERED = 1_000;
    private static final int WAITING = 64;
    private static final int KEY_BYTES = 32;
    private static final String MAC = "HmacSHA256";
    private static final int DEFAULT_COST = 10;

    /// A salt and a hash that no password has.
    private static final String NOBODYS = ".".repeat(53);

    /// What is beyond 72 bytes does not count, as in Go. All minor versions are computed alike.
    private static final BCrypt.Verifyer BCRYPT =
            BCrypt.verifyer(
                    BCrypt.Version.VERSION_2Y,
                    LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2Y));

    private final SecretKeySpec key;
    private final RecentKeys admitted = new RecentKeys(REMEMBERED);
    private final RecentKeys refused = new RecentKeys(REMEMBERED);
    private final Semaphore turn = new Semaphore(1, true);
    private final Semaphore waiting = new Semaphore(WAITING);

    /// What a check says.
    enum Verdict {
        ADMITTED,
        REFUSED,
        /// Too many are waiting to be checked: come back later.
        BUSY
    }

    PasswordCheck(RandomGenerator random) {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        key = new SecretKeySpec(bytes, MAC);
    }

    /// Whether one of `users`, a map from names to hashes, has this name and this password.
    Verdict check(Map<String, String> users, String user, String password) {
        String known = users.get(user);
        String hash = known == null ? nobodysHash(users) : known;
        ByteBuffer digest = digest(user, hash, password);
        if (admitted.contains(digest)) {
            return Verdict.ADMITTED;
        }
        if (refused.contains(digest)) {
            return Verdict.REFUSED;
        }
        if (!waiting.tryAcquire()) {
            return Verdict.BUSY;
        }
        try {
            boolean right = compare(password, hash) && known != null;
            (right ? admitted : refused).add(digest);
            return right ? Verdict.ADMITTED : Verdict.REFUSED;
        } finally {
            waiting.release();
        }
    }

    private boolean compare(String password, String hash) {
        turn.acquireUninterruptibly();
        try {
            return BCRYPT.verify(
                            password.getBytes(StandardCharsets.UTF_8),
                            hash.getBytes(StandardCharsets.US_ASCII))
                    .verified;
        } finally {
            turn.release();
        }
    }

    /// As dear to check as the dearest of the users.
    private static String nobodysHash(Map<String, String> users) {
        int cost = 0;
        for (String hash : users.values()) {
            cost = Math.max(cost, Integer.parseInt(hash.substring(4, 6)));
        }
        return "$2a$%02d$%s".formatted(cost == 0 ? DEFAULT_COST : cost, NOBODYS);
    }

    private ByteBuffer digest(String user, String hash, String password) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            for (String part : new String[] {user, hash, password}) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
                mac.update(bytes);
            }
            return ByteBuffer.wrap(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + MAC, e);
        }
    }
}
