package tocsin.integration;

/// Templates over the data of one notification.
public interface Words {
    /// What a template says, as plain text; an empty template says nothing.
    String text(String template) throws WordingException;

    /// What a template says in HTML, with every value escaped for the place where it stands.
    String html(String template) throws WordingException;
}
