package tocsin.notify;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// In which order members tell a group: by rendezvous hash, so that work spreads evenly and moves
/// little when members come and go.
///
/// Thaler, Ravishankar: *Using Name-Based Mappings to Increase Hit Rates* (1998).
public final class SendOrder {
    private SendOrder() {}

    /// The members in the order of a key, the first first; `self` is among them whatever the list
    /// says.
    public static List<String> of(List<String> members, String self, String key) {
        var weights = new HashMap<String, Long>();
        members.forEach(member -> weights.put(member, weight(member, key)));
        weights.put(self, weight(self, key));
        return weights.entrySet().stream()
                .sorted(
                        Map.Entry.<String, Long>comparingByValue(
                                        (a, b) -> Long.compareUnsigned(b, a))
                                .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// How many of the members go before `self`; 0 when it is the first, or not among them.
    public static int rank(List<String> members, String self, String key) {
        long own = weight(self, key);
        int before = 0;
        for (String member : members) {
            int order = Long.compareUnsigned(weight(member, key), own);
            if (order > 0 || (order == 0 && member.compareTo(self) < 0)) {
                before++;
            }
        }
        return before;
    }

    /// FNV-1a over both names, then a finalizer, for FNV's high bits differ too little.
    private static long weight(String member, String key) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : (member + '\0' + key).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
