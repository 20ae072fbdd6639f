package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"k8s.io/cri-streaming/pkg/streaming/portforward"
	"k8s.io/cri-streaming/pkg/streaming/remotecommand"
	utilexec "k8s.io/utils/exec"
)

const idleTimeout = 4 * time.Hour

// halfCloseGrace is how long containerd and CRI-O go on after one direction has ended.
const halfCloseGrace = time.Second

// streams serves what an API server asks of a kubelet.
type streams struct{ pods *pods }

func (s *streams) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/portForward/{namespace}/{pod}", s.portForward)
	mux.HandleFunc("/portForward/{namespace}/{pod}/{uid}", s.portForward)
	mux.HandleFunc("/exec/{namespace}/{pod}/{container}", s.exec)
	mux.HandleFunc("/exec/{namespace}/{pod}/{uid}/{container}", s.exec)
	mux.HandleFunc("GET /containerLogs/{namespace}/{pod}/{container}", s.logs)
	return mux
}

// pod finds the pod of a request, or answers that there is none.
func (s *streams) pod(writer http.ResponseWriter, request *http.Request) *pod {
	found := s.pods.find(request.PathValue("namespace") + "/" + request.PathValue("pod"))
	uid := request.PathValue("uid")
	if found == nil || (uid != "" && uid != found.Metadata.UID) {
		http.Error(writer, "pod does not exist", http.StatusNotFound)
		return nil
	}
	return found
}

func (s *streams) portForward(writer http.ResponseWriter, request *http.Request) {
	options, err := portforward.NewV4Options(request)
	if err != nil {
		http.Error(writer, err.Error(), http.StatusBadRequest)
		return
	}
	if found := s.pod(writer, request); found != nil {
		portforward.ServePortForward(writer, request, s, found.key(), found.Metadata.UID, options, idleTimeout,
			remotecommand.DefaultStreamCreationTimeout, portforward.SupportedProtocols)
	}
}

// PortForward serves one connection; the name is namespace/name. As with a runtime, the pod is the one that it was at the start.
func (s *streams) PortForward(_ context.Context, name, uid string, port int32, stream io.ReadWriteCloser) error {
	found := s.pods.find(name)
	if found == nil || found.Metadata.UID != uid {
		return fmt.Errorf("failed to find sandbox %q in store: not found", uid)
	}
	addresses := map[string]string{}
	if text := found.Metadata.Annotations[portsAnnotation]; text != "" {
		if err := json.Unmarshal([]byte(text), &addresses); err != nil {
			return err
		}
	}
	address := addresses[strconv.Itoa(int(port))]
	if address == "" {
		return fmt.Errorf("failed to connect to localhost:%d inside namespace %q, IPv4: dial tcp4 127.0.0.1:%d: connect: connection refused", port, uid, port)
	}
	connection, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	defer connection.Close()
	defer s.pods.hold(name, connection)()
	if found.Metadata.Annotations[halfCloseAnnotation] == "propagate" {
		return propagate(connection.(*net.TCPConn), stream)
	}
	return withGrace(connection, stream)
}

// withGrace copies both ways as containerd does: an end is not passed on, and the other way has a moment to end as well.
func withGrace(connection net.Conn, stream io.ReadWriter) error {
	ended := make(chan error, 2)
	go func() { _, err := io.Copy(connection, stream); ended <- err }()
	go func() { _, err := io.Copy(stream, connection); ended <- err }()
	first := <-ended
	select {
	case second := <-ended:
		return errors.Join(first, second)
	case <-time.After(halfCloseGrace):
		return first
	}
}

// propagate copies both ways as an ideal runtime would: each way ends on its own.
func propagate(connection *net.TCPConn, stream io.ReadWriter) error {
	up, down := make(chan error, 1), make(chan error, 1)
	go func() {
		_, err := io.Copy(connection, stream)
		connection.CloseWrite()
		up <- err
	}()
	go func() { _, err := io.Copy(stream, connection); down <- err }()
	select {
	case err := <-down:
		return err
	case err := <-up:
		if err != nil {
			return err
		}
		return <-down
	}
}

func (s *streams) exec(writer http.ResponseWriter, request *http.Request) {
	query := request.URL.Query()
	wants := func(name string) bool { return query.Get(name) == "1" || query.Get(name) == "true" }
	options := &remotecommand.Options{
		Stdin: wants("input"), Stdout: wants("output"), Stderr: wants("error") && !wants("tty"), TTY: wants("tty"),
	}
	if found := s.pod(writer, request); found != nil {
		remotecommand.ServeExec(writer, request, s, found.key(), found.Metadata.UID, request.PathValue("container"),
			query["command"], options, idleTimeout, remotecommand.DefaultStreamCreationTimeout,
			remotecommand.SupportedStreamingProtocols)
	}
}

// ExecInContainer knows echo, cat and exit.
func (s *streams) ExecInContainer(_ context.Context, _, _, _ string, command []string, input io.Reader, output, errors io.WriteCloser, _ bool, _ <-chan remotecommand.TerminalSize, _ time.Duration) error {
	name, arguments := "", command
	if len(command) > 0 {
		name, arguments = command[0], command[1:]
	}
	switch {
	case name == "echo":
		_, err := fmt.Fprintln(output, strings.Join(arguments, " "))
		return err
	case name == "cat" && input != nil:
		_, err := io.Copy(output, input)
		return err
	case name == "exit" && len(arguments) > 0:
		code, _ := strconv.Atoi(arguments[0])
		if errors != nil {
			fmt.Fprintf(errors, "exiting with %d\n", code)
		}
		return utilexec.CodeExitError{Err: fmt.Errorf("exit %d", code), Code: code}
	}
	return utilexec.CodeExitError{Err: fmt.Errorf("executable file not found: %q", command), Code: 127}
}
