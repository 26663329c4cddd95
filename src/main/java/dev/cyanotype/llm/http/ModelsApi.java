package dev.cyanotype.llm.http;

import jakarta.ws.rs.GET;
import java.io.InputStream;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/// Lists the models of an endpoint. The address is that of the list itself.
@RegisterRestClient(configKey = "models")
interface ModelsApi extends AutoCloseable {

  /// Not read before its caller does, so that its length can be bounded.
  @GET
  InputStream list();

  @Override
  void close();
}
