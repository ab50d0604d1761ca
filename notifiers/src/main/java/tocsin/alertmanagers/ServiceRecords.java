package tocsin.alertmanagers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;

import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;

/// SRV records of the name service: the one kind that Java's own resolver does not look up.
final class ServiceRecords {
    private static final String TIMEOUT_MILLIS = "2000";
    private static final String TRIES = "2";
    private static final int FIELDS = 4;

    private ServiceRecords() {}

    /// A service on a host, without the dot at the end of its name.
    record Service(String host, int port) {}

    /// The records of a name; none when there is no such name.
    @SuppressWarnings({
        "BanJNDI",
        "JdkObsolete"
    }) // the DNS provider makes no objects, and wants one
    static List<Service> of(String name) throws IOException {
        var environment = new Hashtable<String, String>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put("com.sun.jndi.dns.timeout.initial", TIMEOUT_MILLIS);
        environment.put("com.sun.jndi.dns.timeout.retries", TRIES);
        try {
            DirContext names = new InitialDirContext(environment);
            try {
                return services(names.getAttributes(name, new String[] {"SRV"}).get("SRV"));
            } finally {
                names.close();
            }
        } catch (NameNotFoundException _) {
            return List.of();
        } catch (NamingException e) {
            throw new IOException("cannot look up the services of " + name + ": " + e, e);
        }
    }

    private static List<Service> services(@org.jspecify.annotations.Nullable Attribute records)
            throws NamingException {
        var services = new ArrayList<Service>();
        NamingEnumeration<?> all = records == null ? null : records.getAll();
        while (all != null && all.hasMore()) {
            services.add(service(String.valueOf(all.next())));
        }
        return services;
    }

    /// Priority, weight, port and host.
    static Service service(String found) throws NamingException {
        String[] parts = found.split(" ", -1);
        if (parts.length != FIELDS || !parts[2].matches("\\d{1,5}")) {
            throw new NamingException("no service record: " + found);
        }
        return new Service(parts[3].replaceAll("\\.$", ""), Integer.parseInt(parts[2]));
    }
}
