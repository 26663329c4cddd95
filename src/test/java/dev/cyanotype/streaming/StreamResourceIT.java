package dev.cyanotype.streaming;

import dev.cyanotype.TestingUpstream;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;

/// The same from the packaged jar, or from the native executable.
@QuarkusIntegrationTest
@WithTestResource(TestingUpstream.class)
class StreamResourceIT extends StreamResourceTest {}
