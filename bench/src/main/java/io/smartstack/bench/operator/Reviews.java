// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.operator;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.smartstack.bench.Samples;
import io.smartstack.bench.parts.Crowd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Asks the webhook as the API server does, over TLS and by its own certificate. */
final class Reviews {

  private final HttpClient http;
  private final HttpRequest request;

  Reviews(Cluster cluster, String namespace, String service)
      throws GeneralSecurityException, IOException {
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(trusting(authority(cluster)))
            .build();
    request =
        HttpRequest.newBuilder(
                URI.create("https://127.0.0.1:%d/mutate-pods".formatted(cluster.webhookPort())))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(review(namespace, service)))
            .build();
  }

  private static String authority(Cluster cluster) {
    return cluster
        .client()
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName("smartstack")
        .require()
        .getWebhooks()
        .getFirst()
        .getClientConfig()
        .getCaBundle();
  }

  private static SSLContext trusting(String authority)
      throws GeneralSecurityException, IOException {
    var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry(
        "authority",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Base64.getDecoder().decode(authority))));
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  private static String review(String namespace, String service) {
    return """
    {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"one","operation":"CREATE",
     "namespace":"%s","object":%s}}
    """
        .formatted(
            namespace,
            Serialization.asJson(PodTemplate.bare()).replace(PodTemplate.SERVICE, service));
  }

  /** Times of this many reviews, ms each, so many at a time. */
  Samples ask(int number, int atOnce) throws Exception {
    Collection<Double> times = new ConcurrentLinkedQueue<>();
    new Crowd(atOnce).each(IntStream.range(0, number).boxed().toList(), _ -> times.add(ask()));
    return Samples.of(times);
  }

  private double ask() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    double time = (System.nanoTime() - begin) / 1e6;
    if (answer.statusCode() != 200 || !answer.body().contains("\"patch\"")) {
      throw new IllegalStateException("the webhook injects nothing: " + answer.body());
    }
    return time;
  }
}
