-- First the zone that is never blocked. It asks for news every five seconds: a Recursor takes no NOTIFY for these zones.
rpzPrimary({"{{primaryAddress}}:{{primaryPort}}"}, "{{allowZone}}",
  {policyName="allow", refresh=5, tsigname="{{transferKey}}", tsigalgo="hmac-sha256", tsigsecret="{{transferSecret}}"})
rpzPrimary({"{{primaryAddress}}:{{primaryPort}}"}, "{{blockZone}}",
  {policyName="block", refresh=5, maxTTL=30, tsigname="{{transferKey}}", tsigalgo="hmac-sha256", tsigsecret="{{transferSecret}}"})
