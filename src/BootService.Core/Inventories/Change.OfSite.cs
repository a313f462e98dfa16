using BootService.Core.Access;
using BootService.Core.Attributes;
using BootService.Core.Boot;
using BootService.Core.Hosts;
using BootService.Core.Networks;
using BootService.Core.Pallets;
using BootService.Core.Stored;
using BootService.Core.Webhooks;

namespace BootService.Core.Inventories;

/// <summary>Changes of what hosts are on, made of and made from.</summary>
public abstract partial record Change
{
    /// <summary>A network was added or changed.</summary>
    public sealed record NetworkSet(Network Network) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows) => rows.Put(SiteTables.Networks, Network);

        internal override void Apply(InventoryBuilder next) => next.Networks[Network.Name] = Network;
    }

    /// <summary>A network was removed.</summary>
    public sealed record NetworkRemoved(string Name) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows) => rows.Remove(SiteTables.Networks, Name);

        internal override void Apply(InventoryBuilder next) => next.Networks.Remove(Name);
    }

    /// <summary>An appliance was added or changed.</summary>
    public sealed record ApplianceSet(Appliance Appliance) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows) => rows.Put(SiteTables.Appliances, Appliance);

        internal override void Apply(InventoryBuilder next) => next.Appliances[Appliance.Name] = Appliance;
    }

    /// <summary>An appliance was removed; its attributes go with it.</summary>
    public sealed record ApplianceRemoved(string Name) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows)
        {
            rows.Remove(SiteTables.Appliances, Name);
            rows.Remove(HostTables.Attributes, AttributeScope.Appliance, Name);
        }

        internal override void Apply(InventoryBuilder next)
        {
            next.Appliances.Remove(Name);
            next.Remove(new AttributeOwner(AttributeScope.Appliance, Name));
        }
    }

    /// <summary>A pallet was added, enabled or disabled.</summary>
    public sealed record PalletSet(Pallet Pallet) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows) => rows.Put(SoftwareTables.Pallets, Pallet);

        internal override void Apply(InventoryBuilder next) => next.Pallets[Pallet.Key] = Pallet;
    }

    /// <summary>A pallet was removed.</summary>
    public sealed record PalletRemoved(PalletKey Key) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows) => rows.Remove(SoftwareTables.Pallets, Key.Name, Key.Version, Key.Os, Key.Arch);

        internal override void Apply(InventoryBuilder next) => next.Pallets.Remove(Key);
    }

    /// <summary>A cart was added, enabled or disabled.</summary>
    public sealed record CartSet(Cart Cart) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows) => rows.Put(SoftwareTables.Carts, Cart);

        internal override void Apply(InventoryBuilder next) => next.Carts[Cart.Name] = Cart;
    }

    /// <summary>A cart was removed.</summary>
    public sealed record CartRemoved(string Name) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows) => rows.Remove(SoftwareTables.Carts, Name);

        internal override void Apply(InventoryBuilder next) => next.Carts.Remove(Name);
    }

    /// <summary>A box was added.</summary>
    public sealed record BoxAdded(string Name) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows) => rows.Put(SoftwareTables.Boxes, Name);

        internal override void Apply(InventoryBuilder next) => next.Boxes.Add(Name);
    }

    /// <summary>A box was removed.</summary>
    public sealed record BoxRemoved(string Name) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows) => rows.Remove(SoftwareTables.Boxes, Name);

        internal override void Apply(InventoryBuilder next) => next.Boxes.Remove(Name);
    }

    /// <summary>A boot action was added, or takes the place of a built-in one.</summary>
    public sealed record BootEntrySet(BootEntry Entry) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows) => rows.Put(SoftwareTables.BootEntries, Entry);

        internal override void Apply(InventoryBuilder next) => next.BootEntries[Entry.Key] = Entry;
    }

    /// <summary>A boot action was removed; a built-in one of the same key is back.</summary>
    public sealed record BootEntryRemoved(BootEntryKey Key) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows) => rows.Remove(SoftwareTables.BootEntries, Key.Name, Key.Os, Key.Release);

        internal override void Apply(InventoryBuilder next)
        {
            next.BootEntries.Remove(Key);
            if (BootEntries.FindBuiltIn(Key) is { } builtIn)
            {
                next.BootEntries[Key] = builtIn;
            }
        }
    }

    /// <summary>A token was added.</summary>
    public sealed record TokenSet(ApiToken Token) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows) => rows.Put(SiteTables.Tokens, Token);

        internal override void Apply(InventoryBuilder next) => next.Tokens[Token.Name] = Token;
    }

    /// <summary>A token was removed.</summary>
    public sealed record TokenRemoved(string Name) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows) => rows.Remove(SiteTables.Tokens, Name);

        internal override void Apply(InventoryBuilder next) => next.Tokens.Remove(Name);
    }

    /// <summary>A webhook was added.</summary>
    public sealed record WebhookSet(Webhook Webhook) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows) => rows.Put(SiteTables.Webhooks, Webhook);

        internal override void Apply(InventoryBuilder next) => next.Webhooks[Webhook.Name] = Webhook;
    }

    /// <summary>A webhook was removed; what waits for it goes with it.</summary>
    public sealed record WebhookRemoved(string Name) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows) => rows.Remove(SiteTables.Webhooks, Name);

        internal override void Apply(InventoryBuilder next) => next.RemoveWebhook(Name);
    }

    /// <summary>There is something to tell a webhook; nothing where it was removed meanwhile.</summary>
    public sealed record DeliverySet(WebhookDelivery Delivery) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows) => rows.Put(SiteTables.Deliveries, Delivery);

        internal override void Apply(InventoryBuilder next) => next.Deliveries[Delivery.Key] = Delivery;
    }

    /// <summary>A webhook has taken a message, or it was given up.</summary>
    public sealed record DeliveryEnded(DeliveryKey Key) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows) => rows.Remove(SiteTables.Deliveries, Key.Webhook, Key.Id);

        internal override void Apply(InventoryBuilder next) => next.Deliveries.Remove(Key);
    }
}
