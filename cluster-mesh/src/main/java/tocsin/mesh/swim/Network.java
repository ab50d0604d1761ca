package tocsin.mesh.swim;

/// How membership talks. Packets may be lost, doubled and reordered.
public interface Network {
    /// Sends a packet to whoever is at an address.
    void send(String address, byte[] packet);

    /// No answer came from there: what the connection still holds may be stuck, the next packet
    /// shall go over a new one.
    void renew(String address);

    /// The member there is dead: all connections to it can go.
    void hangUp(String address);
}
