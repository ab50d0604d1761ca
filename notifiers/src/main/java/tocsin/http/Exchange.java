package tocsin.http;

import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One request and what came back of it: the status as soon as the headers are all there, and of
/// the body no more than the limit, however slowly or endlessly it comes.
final class Exchange implements Response.Listener {
    private final CompletableFuture<Raw> done = new CompletableFuture<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final int limit;
    private boolean headed;
    private boolean full;

    private Exchange(int limit) {
        this.limit = limit;
    }

    /// What is asked.
    record Question(String method, URI url, byte[] body, List<HttpField> headers, Duration whole) {}

    /// What came back.
    ///
    /// @param broken why the body is not all there, when time or the connection ended before it
    /// @param cut whether the body is longer than the limit
    record Raw(
            int status,
            HttpFields headers,
            byte[] body,
            @Nullable IOException broken,
            boolean cut) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    static Raw run(HttpClient client, Question question, int limit)
            throws IOException, InterruptedException {
        var exchange = new Exchange(limit);
        Request request;
        try {
            request = client.newRequest(question.url()).method(question.method());
        } catch (IllegalArgumentException e) {
            throw new UnsendableException("the URL <redacted> cannot be used");
        }
        request.timeout(question.whole().toMillis(), TimeUnit.MILLISECONDS);
        request.headers(fields -> question.headers().forEach(fields::add));
        if (question.body().length > 0) {
            request.body(new BytesRequestContent(question.body()));
        }
        request.send(exchange);
        try {
            return exchange.done.get();
        } catch (InterruptedException e) {
            var _ = request.abort(e);
            throw e;
        } catch (ExecutionException e) {
            throw io(e.getCause() == null ? e : e.getCause());
        }
    }

    @Override
    public void onHeaders(Response response) {
        headed = true;
    }

    @Override
    public void onContent(Response response, ByteBuffer content) {
        int room = limit - body.size();
        var bytes = new byte[Math.min(room, content.remaining())];
        content.get(bytes);
        body.writeBytes(bytes);
        if (content.hasRemaining()) {
            full = true;
            var _ = response.abort(new IOException("more than " + limit + " bytes of answer"));
        }
    }

    @Override
    public void onComplete(Result result) {
        Response response = result.getResponse();
        Throwable failure = result.getResponseFailure();
        if (headed) {
            boolean whole = failure == null || full;
            done.complete(
                    new Raw(
                            response.getStatus(),
                            response.getHeaders(),
                            body.toByteArray(),
                            whole ? null : io(failure),
                            full));
        } else {
            done.completeExceptionally(result.getFailure());
        }
    }

    private static IOException io(Throwable failure) {
        return switch (failure) {
            case TimeoutException late -> {
                var timeout = new SocketTimeoutException("no answer in time");
                timeout.initCause(late);
                yield timeout;
            }
            case IOException io -> io;
            default -> new IOException(failure.getClass().getSimpleName(), failure);
        };
    }
}
