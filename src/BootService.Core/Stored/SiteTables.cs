using BootService.Core.Access;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Webhooks;
using BootService.Protocols.Net;

namespace BootService.Core.Stored;

/// <summary>What the frontend serves and who may ask it.</summary>
public static class SiteTables
{
    /// <summary>Networks.</summary>
    public static Table<Network> Networks { get; } = new Table<Network>("networks", new Network(string.Empty, default))
        .Key("name", Cells.Text, network => network.Name, (network, name) => network with { Name = name })
        .Column("address", Cells.Address, network => network.Subnet.Address, (network, address) => network with { Subnet = new Ipv4Network(address, 32) })
        .Column(
            "prefix", Cells.Whole, network => network.Subnet.Prefix,
            (network, prefix) => network with { Subnet = new Ipv4Network(network.Subnet.Address, prefix) })
        .Column("gateway", Cells.Maybe(Cells.Address), network => network.Gateway, (network, gateway) => network with { Gateway = gateway })
        .Column("zone", Cells.MaybeText, network => network.Zone, (network, zone) => network with { Zone = zone })
        .Column("pxe", Cells.Flag, network => network.Pxe, (network, pxe) => network with { Pxe = pxe })
        .Column("mtu", Cells.Whole, network => network.Mtu, (network, mtu) => network with { Mtu = mtu })
        .Column("pool_first", Cells.Maybe(Cells.Address), network => network.PoolFirst, (network, first) => network with { PoolFirst = first })
        .Column("pool_last", Cells.Maybe(Cells.Address), network => network.PoolLast, (network, last) => network with { PoolLast = last })
        .As(network => new Change.NetworkSet(network));

    /// <summary>Appliances.</summary>
    public static Table<Appliance> Appliances { get; } = new Table<Appliance>("appliances", new Appliance(string.Empty, string.Empty, null))
        .Key("name", Cells.Text, appliance => appliance.Name, (appliance, name) => appliance with { Name = name })
        .Column("long_name", Cells.Text, appliance => appliance.LongName, (appliance, name) => appliance with { LongName = name })
        .Column("node", Cells.MaybeText, appliance => appliance.Node, (appliance, node) => appliance with { Node = node })
        .Column("is_public", Cells.Flag, appliance => appliance.IsPublic, (appliance, isPublic) => appliance with { IsPublic = isPublic })
        .As(appliance => new Change.ApplianceSet(appliance));

    /// <summary>Tokens of the TLS side.</summary>
    public static Table<ApiToken> Tokens { get; } = new Table<ApiToken>("tokens", new ApiToken(string.Empty, string.Empty, default, default, null))
        .Key("name", Cells.Text, token => token.Name, (token, name) => token with { Name = name })
        .Column("digest", Cells.Text, token => token.Digest, (token, digest) => token with { Digest = digest })
        .Column("role", Cells.Word<TokenRole>(), token => token.Role, (token, role) => token with { Role = role })
        .Column("made", Cells.Time, token => token.Made, (token, made) => token with { Made = made })
        .Column("ends", Cells.Maybe(Cells.Time), token => token.Ends, (token, ends) => token with { Ends = ends })
        .Column("scope", Cells.HostScope, token => token.Scope, (token, scope) => token with { Scope = scope }, older: string.Empty)
        .As(token => new Change.TokenSet(token));

    /// <summary>Who is told of what happens.</summary>
    public static Table<Webhook> Webhooks { get; } = new Table<Webhook>("webhooks", new Webhook(string.Empty, string.Empty, string.Empty, default))
        .Key("name", Cells.Text, webhook => webhook.Name, (webhook, name) => webhook with { Name = name })
        .Column("url", Cells.Text, webhook => webhook.Url, (webhook, url) => webhook with { Url = url })
        .Column("secret", Cells.Text, webhook => webhook.Secret, (webhook, secret) => webhook with { Secret = secret })
        .Column("made", Cells.Time, webhook => webhook.Made, (webhook, made) => webhook with { Made = made })
        .Column("types", Cells.Text, webhook => webhook.Types, (webhook, types) => webhook with { Types = types })
        .As(webhook => new Change.WebhookSet(webhook));

    /// <summary>What they have not taken yet.</summary>
    public static Table<WebhookDelivery> Deliveries { get; } = new Table<WebhookDelivery>(
            "webhook_deliveries", new WebhookDelivery(default, string.Empty, default, string.Empty))
        .Key("webhook", Cells.Text, one => one.Key.Webhook, (one, webhook) => one with { Key = one.Key with { Webhook = webhook } })
        .Key("id", Cells.Text, one => one.Key.Id, (one, id) => one with { Key = one.Key with { Id = id } })
        .Column("frontend", Cells.Text, one => one.Frontend, (one, frontend) => one with { Frontend = frontend })
        .Column("made", Cells.Time, one => one.Made, (one, made) => one with { Made = made })
        .Column("body", Cells.Text, one => one.Body, (one, body) => one with { Body = body })
        .BelongsTo("webhook", Webhooks)
        .As(one => new Change.DeliverySet(one));
}
