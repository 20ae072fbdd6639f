package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/url"
	"strings"
	"sync"
	"time"
)

// What the annotations of a pod say to the stand-in.
const (
	// portsAnnotation has the addresses behind the ports of the pod, as JSON: {"8443": "127.0.0.1:1234"}.
	portsAnnotation = "standin/ports"
	// readyAnnotation "false" keeps the pod from being ready.
	readyAnnotation = "standin/ready"
	// halfCloseAnnotation is "containerd" (when left out) or "propagate".
	halfCloseAnnotation = "standin/half-close"
	// logAnnotation is the path of a file that holds the log.
	logAnnotation = "standin/log"
)

type pod struct {
	Metadata struct {
		Name, Namespace, UID, DeletionTimestamp string
		Annotations                             map[string]string
	}
	Spec struct {
		Containers []struct{ Name, Image string }
	}
	Status struct{ Phase string }
}

func (p *pod) key() string { return p.Metadata.Namespace + "/" + p.Metadata.Name }

func (p *pod) path() string {
	return "/api/v1/namespaces/" + p.Metadata.Namespace + "/pods/" + p.Metadata.Name
}

// pods are those that the API server has bound to the node, with the connections that are open to them.
type pods struct {
	api  *api
	node string

	lock        sync.Mutex
	known       map[string]*pod
	connections map[string]map[io.Closer]bool
}

func newPods(api *api, node string) *pods {
	return &pods{api: api, node: node, known: map[string]*pod{}, connections: map[string]map[io.Closer]bool{}}
}

func (p *pods) find(key string) *pod {
	p.lock.Lock()
	defer p.lock.Unlock()
	return p.known[key]
}

// hold closes the connection when the pod goes. The result forgets it.
func (p *pods) hold(key string, connection io.Closer) func() {
	p.lock.Lock()
	defer p.lock.Unlock()
	if p.connections[key] == nil {
		p.connections[key] = map[io.Closer]bool{}
	}
	held := p.connections[key]
	held[connection] = true
	return func() {
		p.lock.Lock()
		defer p.lock.Unlock()
		delete(held, connection)
	}
}

func (p *pods) cut(key string) {
	p.lock.Lock()
	held := p.connections[key]
	delete(p.connections, key)
	var all []io.Closer
	for connection := range held {
		all = append(all, connection)
	}
	p.lock.Unlock()
	for _, connection := range all {
		connection.Close()
	}
}

// run registers the node and follows its pods, over restarts of the API server, for ever.
func (p *pods) run(port int) {
	registered := false
	for ; ; time.Sleep(100 * time.Millisecond) {
		if !registered {
			if err := p.register(port); err != nil {
				log.Printf("register: %v", err)
				continue
			}
			registered = true
		}
		log.Printf("follow: %v", p.follow())
	}
}

func (p *pods) register(port int) error {
	node := fields{"apiVersion": "v1", "kind": "Node", "metadata": fields{"name": p.node}}
	if err := p.api.call("POST", "/api/v1/nodes", jsonType, node, nil); err != nil && !strings.Contains(err.Error(), "AlreadyExists") {
		return err
	}
	now := time.Now().UTC().Format(time.RFC3339)
	room := fields{"cpu": "8", "memory": "16Gi", "pods": "500"}
	ready := fields{"type": "Ready", "status": "True", "reason": "StandIn", "lastHeartbeatTime": now, "lastTransitionTime": now}
	// Without an address of another type the API server takes this one, whatever it prefers.
	status := fields{
		"addresses":       []fields{{"type": "InternalIP", "address": "127.0.0.1"}},
		"daemonEndpoints": fields{"kubeletEndpoint": fields{"Port": port}},
		"capacity":        room,
		"allocatable":     room,
		"conditions":      []fields{ready},
	}
	return p.api.call("PATCH", "/api/v1/nodes/"+p.node+"/status", mergePatchType, fields{"status": status}, nil)
}

// follow lists and watches; it ends with the watch.
func (p *pods) follow() error {
	query := "fieldSelector=" + url.QueryEscape("spec.nodeName="+p.node)
	var list struct {
		Metadata struct{ ResourceVersion string }
		Items    []*pod
	}
	if err := p.api.call("GET", "/api/v1/pods?"+query, jsonType, nil, &list); err != nil {
		return err
	}
	there := map[string]bool{}
	for _, one := range list.Items {
		there[one.key()] = true
		p.take("ADDED", one)
	}
	p.lock.Lock()
	var gone []*pod
	for key, one := range p.known {
		if !there[key] {
			gone = append(gone, one)
		}
	}
	p.lock.Unlock()
	for _, one := range gone {
		p.take("DELETED", one)
	}
	body, err := p.api.open("GET", "/api/v1/pods?watch=1&"+query+"&resourceVersion="+list.Metadata.ResourceVersion, jsonType, nil)
	if err != nil {
		return err
	}
	defer body.Close()
	for decoder := json.NewDecoder(body); ; {
		var event struct {
			Type   string
			Object *pod
		}
		if err := decoder.Decode(&event); err != nil {
			return err
		}
		if event.Type == "ERROR" || event.Object == nil {
			return fmt.Errorf("the watch gave %s", event.Type)
		}
		p.take(event.Type, event.Object)
	}
}

func (p *pods) take(event string, one *pod) {
	key := one.key()
	p.lock.Lock()
	if event == "DELETED" {
		delete(p.known, key)
	} else {
		p.known[key] = one
	}
	p.lock.Unlock()
	var err error
	switch {
	case event == "DELETED":
		p.cut(key)
	case one.Metadata.DeletionTimestamp != "":
		// The process ends at once, whatever the grace.
		p.cut(key)
		options := fields{"gracePeriodSeconds": 0, "preconditions": fields{"uid": one.Metadata.UID}}
		err = p.api.call("DELETE", one.path(), jsonType, options, nil)
	case one.Status.Phase != "Running":
		err = p.api.call("PATCH", one.path()+"/status", mergePatchType, fields{"status": runningStatus(one)}, nil)
	}
	if err != nil {
		log.Printf("%s of %s: %v", event, key, err)
	}
}

func runningStatus(one *pod) fields {
	now := time.Now().UTC().Format(time.RFC3339)
	ready := one.Metadata.Annotations[readyAnnotation] != "false"
	condition := func(kind string, holds bool) fields {
		status := map[bool]string{true: "True", false: "False"}[holds]
		return fields{"type": kind, "status": status, "lastTransitionTime": now}
	}
	var containers []fields
	for index, container := range one.Spec.Containers {
		containers = append(containers, fields{
			"name": container.Name, "image": container.Image, "imageID": "standin://" + container.Image,
			"containerID": fmt.Sprintf("standin://%s/%d", one.Metadata.UID, index),
			"ready":       ready, "started": true, "restartCount": 0,
			"state": fields{"running": fields{"startedAt": now}},
		})
	}
	address := []fields{{"ip": "127.0.0.1"}}
	return fields{
		"phase": "Running", "hostIP": "127.0.0.1", "hostIPs": address, "podIP": "127.0.0.1", "podIPs": address, "startTime": now,
		"conditions": []fields{
			condition("PodScheduled", true), condition("Initialized", true),
			condition("ContainersReady", ready), condition("Ready", ready),
		},
		"containerStatuses": containers,
	}
}
