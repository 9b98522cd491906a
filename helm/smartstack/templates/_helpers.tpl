{{- define "smartstack.labels" -}}
{{ include "smartstack.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: smartstack
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "smartstack.selector" -}}
app.kubernetes.io/name: smartstack-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "smartstack.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (ternary .Release.Name "default" .Values.serviceAccount.create) }}
{{- end }}

{{- /* What makes names of the cluster unlike those of a release of the same name elsewhere. */}}
{{- define "smartstack.clusterName" -}}
{{- printf "%s-%s" .Release.Namespace .Release.Name | trunc 50 | trimSuffix "-" }}
{{- end }}

{{- define "smartstack.repository" -}}
{{- $registry := .root.Values.images.registry | trimSuffix "/" }}
{{- if $registry }}{{ $registry }}/{{ end }}{{ .image.repository }}
{{- end }}

{{- define "smartstack.image" -}}
{{ include "smartstack.repository" . }}:{{ .image.tag | default .root.Chart.AppVersion }}
{{- end }}
