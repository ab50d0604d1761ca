package tocsin.server.parts;

import tocsin.mesh.Links;

import java.util.List;

/// The links of a member whose clustering is off.
record LoneLinks(String self) implements Links {
    @Override
    public List<Peer> peers() {
        return List.of();
    }

    @Override
    public void watch(Runnable listener) {
        // Nobody ever comes.
    }

    @Override
    public void send(String to, byte[] frame) {
        // Nobody is there.
    }

    @Override
    public void receive(Receiver receiver) {
        // Nobody ever sends.
    }
}
