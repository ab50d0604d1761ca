package tocsin.nflog;

/// Names an entry: `{}/{team="a"}:{alertname="X"}:pager/webhook/0`.
///
/// @param group the group's key
/// @param index the integration's place among those of its kind
public record LogKey(String group, String receiver, String integration, int index) {
    /// Where it is told: `pager/webhook[0]`.
    public String place() {
        return receiver + "/" + integration + "[" + index + "]";
    }

    @Override
    public String toString() {
        return group + ":" + receiver + "/" + integration + "/" + index;
    }
}
