package tocsin.mesh;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Who passes a change on to whom. In a small mesh its writer tells everybody. In a large one the
/// members, in order of their names and beginning with the writer, form a tree: each tells four,
/// and a change reaches a thousand in five steps. Where views differ somebody may be left out, and
/// the next comparison tells him.
///
/// @param members all that live, in order, this one included
record Relay(String self, List<String> members) {
    /// Up to so many peers the writer tells all.
    static final int SMALL = 16;

    private static final int FAN_OUT = 4;

    Relay {
        members = List.copyOf(members);
    }

    boolean isSmall() {
        return members.size() <= SMALL + 1;
    }

    /// Whom this member tells of a change that `writer` made.
    List<String> next(String writer) {
        if (isSmall()) {
            return writer.equals(self)
                    ? members.stream().filter(member -> !member.equals(self)).toList()
                    : List.of();
        }
        int count = members.size();
        int found = Collections.binarySearch(members, writer);
        int root = found >= 0 ? found : -found - 1;
        int step = Math.floorMod(Collections.binarySearch(members, self) - root, count);
        var children = new ArrayList<String>(FAN_OUT);
        for (int i = 1; i <= FAN_OUT; i++) {
            int child = FAN_OUT * step + i;
            if (child < count) {
                children.add(members.get((child + root) % count));
            }
        }
        return children;
    }
}
