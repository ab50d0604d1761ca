package tocsin.mesh.swim;

/// Is told what membership finds, on its loop.
public interface Observer {
    /// Who is a member, or its address, changed.
    void changed();

    /// A packet was refused, or a limit reached.
    void refused(String reason);

    /// Somebody else goes by this member's name.
    void impostor(String address);
}
