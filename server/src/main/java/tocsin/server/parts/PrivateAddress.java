package tocsin.server.parts;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;

/// Finds the address of this machine that other members can be told.
final class PrivateAddress {
    private PrivateAddress() {}

    /// The first IPv4 address of RFC 1918 of an interface that is up, as upstream looks for one;
    /// where there is none and `orPublic` allows it, the first that is not this machine's own.
    static Optional<InetAddress> find(boolean orPublic) {
        try {
            List<InetAddress> addresses =
                    NetworkInterface.networkInterfaces()
                            .filter(PrivateAddress::isUp)
                            .flatMap(NetworkInterface::inetAddresses)
                            .filter(Inet4Address.class::isInstance)
                            .toList();
            return choose(addresses, orPublic);
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    static Optional<InetAddress> choose(List<InetAddress> addresses, boolean orPublic) {
        return addresses.stream()
                .filter(InetAddress::isSiteLocalAddress)
                .findFirst()
                .or(() ->
                        addresses.stream()
                                .filter(_ -> orPublic)
                                .filter(each -> !each.isLoopbackAddress())
                                .filter(each -> !each.isLinkLocalAddress())
                                .findFirst());
    }

    private static boolean isUp(NetworkInterface each) {
        try {
            return each.isUp();
        } catch (SocketException e) {
            return false;
        }
    }
}
