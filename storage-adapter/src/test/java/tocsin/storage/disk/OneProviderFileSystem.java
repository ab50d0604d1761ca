package tocsin.storage.disk;

import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Set;

/// A file system that is another one but for its provider.
final class OneProviderFileSystem extends FileSystem {
    private final FileSystemProvider provider;
    private final FileSystem rest;

    OneProviderFileSystem(FileSystemProvider provider, FileSystem rest) {
        this.provider = provider;
        this.rest = rest;
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return rest.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return rest.getRootDirectories();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return rest.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return rest.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
        throw new UnsupportedOperationException();
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        throw new UnsupportedOperationException();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }
}
