-- A provider's Knot Resolver (5.6 or later). The list is the answer of GET /api/v1/feeds/rpz, written to a file and moved over the
-- old one: it is read again at once where lua-cqueues is installed, otherwise: systemctl restart kresd@1
-- No module that writes down who asked is loaded.
net.listen('{{address}}', {{port}})
cache.open(10 * MB, 'lmdb://{{folder}}/cache')

-- Before everything that answers: what stands on the list does not exist.
policy.add(policy.rpz(policy.DENY, '{{list}}'))
policy.add(policy.all(policy.FORWARD('{{upstreamAddress}}@{{upstreamPort}}')))

-- As in the other snippets nothing is validated; leave this line out where it is.
trust_anchors.remove('.')
