package tocsin.storage.disk;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/// A real folder behind a disk that fails when told to: every change of a file, a folder or a name
/// is counted, and from the n-th on all of them fail until the disk is mended. What was written
/// before stays written, to the byte.
public final class FaultyDisk {
    private final Provider provider = new Provider();
    private long changes;
    private long failFrom = Long.MAX_VALUE;

    /// The same folder, reached through this disk.
    public Path over(Path real) {
        return wrap(real);
    }

    /// Fails every change from the n-th on, counted from now.
    public void failFrom(long change) {
        changes = 0;
        failFrom = change;
    }

    /// Lets every change through again.
    public void mend() {
        failFrom = Long.MAX_VALUE;
    }

    /// Whether a change was refused since the last `failFrom`.
    public boolean hasFailed() {
        return changes >= failFrom;
    }

    void change() throws IOException {
        if (++changes >= failFrom) {
            changes = Math.max(changes, failFrom);
            throw new IOException("No space left on device");
        }
    }

    private Path wrap(Path real) {
        return (Path)
                Proxy.newProxyInstance(
                        FaultyDisk.class.getClassLoader(),
                        new Class<?>[] {Path.class, Wrapped.class},
                        (_, method, arguments) -> call(real, method, arguments));
    }

    /// What a wrapped path is over.
    private interface Wrapped {
        Path real();
    }

    private static Object unwrap(Object any) {
        return any instanceof Wrapped wrapped ? wrapped.real() : any;
    }

    private static Path real(Path any) {
        return (Path) unwrap(any);
    }

    private Object call(Path real, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "real":
                return real;
            case "getFileSystem":
                return provider.fileSystem;
            case "equals":
                return real.equals(unwrap(arguments[0]));
            default:
                break;
        }
        Object[] plain = arguments == null ? new Object[0] : arguments.clone();
        for (int i = 0; i < plain.length; i++) {
            plain[i] = unwrap(plain[i]);
        }
        try {
            Object result = method.invoke(real, plain);
            return result instanceof Path path ? wrap(path) : result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private final class Provider extends FileSystemProvider {
        private final FileSystem fileSystem =
                new OneProviderFileSystem(this, Path.of("/").getFileSystem());

        private static FileSystemProvider of(Path path) {
            return real(path).getFileSystem().provider();
        }

        private static boolean writes(Set<? extends OpenOption> options) {
            return options.contains(StandardOpenOption.WRITE)
                    || options.contains(StandardOpenOption.APPEND);
        }

        @Override
        public FileChannel newFileChannel(
                Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            if (Files.isDirectory(real(path))) {
                return new FaultyChannel(
                        of(path).newFileChannel(real(path), options, attributes), FaultyDisk.this);
            }
            if (!writes(options)) {
                return of(path).newFileChannel(real(path), options, attributes);
            }
            change();
            return new FaultyChannel(
                    of(path).newFileChannel(real(path), options, attributes), FaultyDisk.this);
        }

        @Override
        public SeekableByteChannel newByteChannel(
                Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            if (writes(options)) {
                return newFileChannel(path, options, attributes);
            }
            return of(path).newByteChannel(real(path), options, attributes);
        }

        @Override
        public DirectoryStream<Path> newDirectoryStream(
                Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
            DirectoryStream<Path> all = of(folder).newDirectoryStream(real(folder), _ -> true);
            return new DirectoryStream<>() {
                @Override
                public Iterator<Path> iterator() {
                    Iterator<Path> each = all.iterator();
                    return new Iterator<>() {
                        @Override
                        public boolean hasNext() {
                            return each.hasNext();
                        }

                        @Override
                        public Path next() {
                            return wrap(each.next());
                        }
                    };
                }

                @Override
                public void close() throws IOException {
                    all.close();
                }
            };
        }

        @Override
        public void createDirectory(Path folder, FileAttribute<?>... attributes)
                throws IOException {
            if (!Files.exists(real(folder))) {
                change();
            }
            of(folder).createDirectory(real(folder), attributes);
        }

        @Override
        public void createLink(Path link, Path existing) throws IOException {
            change();
            of(link).createLink(real(link), real(existing));
        }

        @Override
        public void delete(Path path) throws IOException {
            change();
            of(path).delete(real(path));
        }

        @Override
        public void copy(Path source, Path target, CopyOption... options) throws IOException {
            change();
            of(source).copy(real(source), real(target), options);
        }

        @Override
        public void move(Path source, Path target, CopyOption... options) throws IOException {
            change();
            of(source).move(real(source), real(target), options);
        }

        @Override
        public boolean isSameFile(Path path, Path other) throws IOException {
            return of(path).isSameFile(real(path), real(other));
        }

        @Override
        public boolean isHidden(Path path) throws IOException {
            return of(path).isHidden(real(path));
        }

        @Override
        public FileStore getFileStore(Path path) throws IOException {
            return of(path).getFileStore(real(path));
        }

        @Override
        public void checkAccess(Path path, AccessMode... modes) throws IOException {
            of(path).checkAccess(real(path), modes);
        }

        @Override
        public <V extends FileAttributeView> V getFileAttributeView(
                Path path, Class<V> type, LinkOption... options) {
            return of(path).getFileAttributeView(real(path), type, options);
        }

        @Override
        public <A extends BasicFileAttributes> A readAttributes(
                Path path, Class<A> type, LinkOption... options) throws IOException {
            return of(path).readAttributes(real(path), type, options);
        }

        @Override
        public Map<String, Object> readAttributes(
                Path path, String attributes, LinkOption... options) throws IOException {
            return of(path).readAttributes(real(path), attributes, options);
        }

        @Override
        public void setAttribute(Path path, String name, Object value, LinkOption... options)
                throws IOException {
            of(path).setAttribute(real(path), name, value, options);
        }

        @Override
        public String getScheme() {
            return "faulty";
        }

        @Override
        public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileSystem getFileSystem(URI uri) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Path getPath(URI uri) {
            throw new UnsupportedOperationException();
        }
    }
}
