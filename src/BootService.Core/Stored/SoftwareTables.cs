using BootService.Core.Boot;
using BootService.Core.Inventories;
using BootService.Core.Pallets;

namespace BootService.Core.Stored;

/// <summary>What hosts install and start.</summary>
public static class SoftwareTables
{
    internal static Table<PalletKey> PalletKeys { get; } = new Table<PalletKey>("pallet_keys", default)
        .Key("name", Cells.Text, key => key.Name, (key, name) => key with { Name = name })
        .Key("version", Cells.Text, key => key.Version, (key, version) => key with { Version = version })
        .Key("os", Cells.Text, key => key.Os, (key, os) => key with { Os = os })
        .Key("arch", Cells.Text, key => key.Arch, (key, arch) => key with { Arch = arch });

    /// <summary>Pallets.</summary>
    public static Table<Pallet> Pallets { get; } = new Table<Pallet>("pallets", new Pallet(default(PalletKey)))
        .Inner(string.Empty, PalletKeys, pallet => pallet.Key, (pallet, key) => pallet with { Key = key })
        .Column("release", Cells.Text, pallet => pallet.Release, (pallet, release) => pallet with { Release = release })
        .Column("kernel", Cells.MaybeText, pallet => pallet.Kernel, (pallet, kernel) => pallet with { Kernel = kernel })
        .Column("initrd", Cells.MaybeText, pallet => pallet.Initrd, (pallet, initrd) => pallet with { Initrd = initrd })
        .Column("overlays", Cells.Words, pallet => pallet.Overlays, (pallet, overlays) => pallet with { Overlays = overlays })
        .Column("boxes", Cells.Words, pallet => pallet.Boxes, (pallet, boxes) => pallet with { Boxes = boxes })
        .As(pallet => new Change.PalletSet(pallet));

    /// <summary>Carts.</summary>
    public static Table<Cart> Carts { get; } = new Table<Cart>("carts", new Cart(string.Empty))
        .Key("name", Cells.Text, cart => cart.Name, (cart, name) => cart with { Name = name })
        .Column("boxes", Cells.Words, cart => cart.Boxes, (cart, boxes) => cart with { Boxes = boxes })
        .As(cart => new Change.CartSet(cart));

    /// <summary>Boxes that were added by name.</summary>
    public static Table<string> Boxes { get; } = Names("boxes").As(name => new Change.BoxAdded(name));

    /// <summary>Boot actions that were added, or stand in the place of built-in ones. An empty os is every one, release 0 every one.</summary>
    public static Table<BootEntry> BootEntries { get; } = new Table<BootEntry>("boot_entries", new BootEntry(default, default))
        .Key("name", Cells.Text, entry => entry.Key.Name, (entry, name) => entry with { Key = entry.Key with { Name = name } })
        .Key("os", Cells.Text, entry => entry.Key.Os, (entry, os) => entry with { Key = entry.Key with { Os = os } })
        .Key("release", Cells.Whole, entry => entry.Key.Release, (entry, release) => entry with { Key = entry.Key with { Release = release } })
        .Column("start", Cells.Word<BootStart>(), entry => entry.Start, (entry, start) => entry with { Start = start })
        .Column("kernel", Cells.MaybeText, entry => entry.Kernel, (entry, kernel) => entry with { Kernel = kernel })
        .Column("efi_kernel", Cells.MaybeText, entry => entry.EfiKernel, (entry, kernel) => entry with { EfiKernel = kernel })
        .Column("ramdisk", Cells.MaybeText, entry => entry.Ramdisk, (entry, ramdisk) => entry with { Ramdisk = ramdisk })
        .Column("args", Cells.Text, entry => entry.Args, (entry, args) => entry with { Args = args })
        .As(entry => new Change.BootEntrySet(entry));

    internal static Table<string> Names(string table) => new Table<string>(table, string.Empty).Key("name", Cells.Text, name => name, (_, name) => name);
}
