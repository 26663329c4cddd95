package dev.cyanotype.chat;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.vertx.http.runtime.filters.QuarkusRequestWrapper;
import io.vertx.core.http.HttpServerRequest;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// The end of requests that became WebSockets.
///
/// Quarkus counts the requests that are being answered and waits for them when it goes down. It
/// never hears of the end of such a one, so each socket that ever was would have it wait until
/// `quarkus.shutdown.timeout`. What it would hear is not public.
@RegisterForReflection(targets = QuarkusRequestWrapper.class)
final class Upgraded {

  private static final MethodHandle DONE = done();

  private Upgraded() {}

  private static MethodHandle done() {
    try {
      return MethodHandles.privateLookupIn(QuarkusRequestWrapper.class, MethodHandles.lookup())
          .findVirtual(QuarkusRequestWrapper.class, "done", MethodType.methodType(void.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// Has a request counted as answered; once, however often it is called.
  static void end(HttpServerRequest request) {
    try {
      DONE.invokeExact(QuarkusRequestWrapper.get(request));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
