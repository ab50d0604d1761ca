package tocsin.storage.block;

import java.util.random.RandomGenerator;

/// Names of blocks: the time in milliseconds and eighty random bits, in letters that sort by time.
final class Ulid {
    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    static final int LENGTH = 26;

    private Ulid() {}

    static String next(long nowMillis, RandomGenerator random) {
        var text = new char[LENGTH];
        long time = nowMillis;
        for (int i = 9; i >= 0; i--) {
            text[i] = LETTERS.charAt((int) (time & 31));
            time >>>= 5;
        }
        for (int i = 10; i < LENGTH; i++) {
            text[i] = LETTERS.charAt(random.nextInt(32));
        }
        return new String(text);
    }

    static boolean is(String name) {
        return name.length() == LENGTH && name.chars().allMatch(each -> LETTERS.indexOf(each) >= 0);
    }
}
