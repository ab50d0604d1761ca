package tocsin.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which addresses may be sent to. What is allowed by name may always be; what is denied may not;
/// anything else may. Looked at after names have been resolved, for each connection, so that
/// neither a redirect nor a name that changes its address leads past it.
public record Destinations(List<Cidr> allow, List<Cidr> deny) {
    /// Where clouds keep their metadata and credentials, and links without routers: nothing that
    /// anybody is notified by lives there.
    public static final Destinations DEFAULT =
            new Destinations(
                    List.of(),
                    Stream.of(
                                    "169.254.0.0/16",
                                    "fe80::/10",
                                    "fd00:ec2::/32",
                                    "100.100.100.200/32",
                                    "192.0.0.192/32",
                                    "168.63.129.16/32",
                                    "224.0.0.0/4",
                                    "ff00::/8",
                                    "255.255.255.255/32")
                            .map(Cidr::parse)
                            .toList());

    /// Copies the lists.
    public Destinations {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }

    /// The block that forbids an address, if one does.
    public Optional<Cidr> forbids(InetAddress address) {
        if (allow.stream().anyMatch(block -> block.contains(address))) {
            return Optional.empty();
        }
        return deny.stream().filter(block -> block.contains(address)).findFirst();
    }

    /// Makes sure that an address may be sent to.
    ///
    /// @throws UnsendableException naming the address and the block that forbids it
    public void check(InetAddress address) throws UnsendableException {
        Optional<Cidr> block = forbids(address);
        if (block.isPresent()) {
            throw new UnsendableException(
                    "the destination "
                            + address.getHostAddress()
                            + " is denied: it lies in "
                            + block.get()
                            + " (destinations.allow can permit it)");
        }
    }
}
