package dev.cyanotype.streaming;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/// The same from the packaged jar, or from the native executable.
@QuarkusIntegrationTest
class StreamResourceIT extends StreamResourceTest {}
