/**
 * A real Kubernetes API server for tests.
 *
 * <p>In: the programs that {@code kubernetes/build} made, or those in {@code
 * SMARTSTACK_KUBERNETES_BIN}. Out: etcd, kube-apiserver and kube-controller-manager on free ports
 * of 127.0.0.1, clients for any service account, the real kubectl and helm, every write as the
 * audit log saw it, and a hand that plays kubelet and scheduler.
 *
 * <p>Always: no process outlives the JVM that started it, however that JVM ends; a server that
 * doesn't come up says why and where its logs are.
 */
@NullMarked
package io.smartstack.apiserver;

import org.jspecify.annotations.NullMarked;
