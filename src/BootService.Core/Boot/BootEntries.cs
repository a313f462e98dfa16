using BootService.Core.Hosts;
using BootService.Core.Installers;
using BootService.Core.Installs;
using BootService.Core.Inventories;

namespace BootService.Core.Boot;

/// <summary>The table of boot actions: which entry a name stands for on a host, and the entries every appliance has.</summary>
public static class BootEntries
{
    /// <summary>The action that <see cref="BootAction.Install"/> stands for unless a host says otherwise.</summary>
    public const string Install = "install";

    /// <summary>The action that <see cref="BootAction.Os"/> stands for unless a host says otherwise.</summary>
    public const string Os = "os";

    private const int OldInstaller = 6;

    // Enterprise Linux 10's installer has no VNC any more.
    private const int FirstWithRdp = 10;

    /// <summary>The screen and the first serial line, as Stacki 5 has it; the attribute console names another one.</summary>
    private const string Serial = "console=tty0 console=ttyS0,115200n8";

    /// <summary>Those that are always there; one of the same key in the inventory takes the place of one of these.</summary>
    /// <remarks>Where the kickstart or the packages lie and which card is meant is not in the arguments: <see cref="KernelArguments"/> adds it.</remarks>
    public static IReadOnlyList<BootEntry> BuiltIn { get; } =
    [
        new(new(Install, "", 0), BootStart.Install) { Args = "inst.ks.sendmac ip=dhcp inst.text" },
        new(new(Install, "", OldInstaller), BootStart.Install) { Args = "ksdevice=bootif kssendmac ramdisk_size=150000 lang= text noipv6" },
        new(new(Install, Installer.Debian.Os, 0), BootStart.Install) { Args = "auto=true priority=critical interface=auto" },
        new(new(Install, Installer.Ubuntu.Os, 0), BootStart.Install) { Args = "autoinstall ip=dhcp cloud-config-url=/dev/null" },
        new(new(Install, Installer.Ignition.Os, 0), BootStart.Install) { Args = "ip=dhcp rd.neednet=1" },
        new(new("install console", "", 0), BootStart.Install) { Args = "inst.ks.sendmac ip=dhcp inst.text " + Serial },
        new(new("install console", "", OldInstaller), BootStart.Install) { Args = "ksdevice=bootif kssendmac ramdisk_size=150000 lang= text noipv6 " + Serial },
        new(new("install console", Installer.Debian.Os, 0), BootStart.Install) { Args = "auto=true priority=critical interface=auto " + Serial },
        new(new("install console", Installer.Ubuntu.Os, 0), BootStart.Install) { Args = "autoinstall ip=dhcp cloud-config-url=/dev/null " + Serial },
        new(new("install console", Installer.Ignition.Os, 0), BootStart.Install) { Args = "ip=dhcp rd.neednet=1 " + Serial },
        new(new("install headless", "", 0), BootStart.Install) { Args = "inst.ks.sendmac ip=dhcp inst.vnc" },
        new(new("install headless", "", FirstWithRdp), BootStart.Install) { Args = "inst.ks.sendmac ip=dhcp inst.rdp" },
        new(new("install headless", "", OldInstaller), BootStart.Install) { Args = "ksdevice=bootif kssendmac ramdisk_size=150000 lang= headless vnc noipv6" },
        new(new("rescue", "", 0), BootStart.Kernel) { Args = "inst.rescue ip=dhcp" },
        new(new("rescue", "", OldInstaller), BootStart.Kernel) { Args = "rescue ksdevice=bootif ramdisk_size=150000 lang= noipv6" },
        new(new("rescue", Installer.Debian.Os, 0), BootStart.Kernel) { Args = "rescue/enable=true interface=auto" },
        new(new("rescue", Installer.Ubuntu.Os, 0), BootStart.Kernel) { Args = "ip=dhcp cloud-config-url=/dev/null" },
        new(new("memtest", "", 0), BootStart.Kernel) { Kernel = "memtest", EfiKernel = "memtest.efi" },
        new(new(Os, "", 0), BootStart.Exit),
        new(new("os.localboot", "", 0), BootStart.Exit),
        new(new("os.hplocalboot", "", 0), BootStart.ExitError),
        new(new("os.chain", "", 0), BootStart.Chain),
    ];

    /// <summary>The built-in entry of a key; null when there is none.</summary>
    public static BootEntry? FindBuiltIn(BootEntryKey key) => BuiltIn.FirstOrDefault(entry => entry.Key == key);

    /// <summary>
    /// The entry a name stands for on a host: of those that fit it, one for its os and release, else for its os, else for the release, else the general one.
    /// </summary>
    /// <param name="inventory">What the appliance knows.</param>
    /// <param name="host">The host.</param>
    /// <param name="name">The action's name.</param>
    /// <returns>Null when no entry of this name fits the host.</returns>
    public static BootEntry? Of(Inventory inventory, Host host, string name)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(name);
        return Find(inventory, new BootEntryKey(name, string.Empty, 0)) is { } general && !HasSpecial(inventory, name)
            ? general
            : Special(inventory, host, name, PalletImage(inventory, host)?.Major ?? 0);
    }

    /// <summary>Whether any entry has this name.</summary>
    public static bool Exists(Inventory inventory, string name)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        return inventory.BootEntries.Keys.Any(key => key.Name == name);
    }

    /// <summary>
    /// The installer of the OS pallet a host is for: of the live attempt, which was settled when it was armed, else of the pallet it would be armed with; null
    /// when it has none.
    /// </summary>
    public static KernelImage? PalletImage(Inventory inventory, Host host) => PalletOf(inventory, host) is { } pallet ? KernelImage.Of(pallet) : null;

    /// <summary>The pallet of <see cref="PalletImage"/>.</summary>
    public static Pallets.Pallet? PalletOf(Inventory inventory, Host host)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(host);
        return inventory.AttemptOf(host.Name) is { MayInstall: true } live && inventory.Pallets.GetValueOrDefault(live.Pallet) is { } armed
            ? armed
            : OsChoice.Find(inventory, host);
    }

    private static bool HasSpecial(Inventory inventory, string name) =>
        inventory.BootEntries.Keys.Any(key => key.Name == name && key is not { Os: "", Release: 0 });

    private static BootEntry? Special(Inventory inventory, Host host, string name, int release) =>
        (release > 0 ? Find(inventory, new BootEntryKey(name, host.Os, release)) : null)
        ?? Find(inventory, new BootEntryKey(name, host.Os, 0))
        ?? (release > 0 ? Find(inventory, new BootEntryKey(name, string.Empty, release)) : null)
        ?? Find(inventory, new BootEntryKey(name, string.Empty, 0));

    private static BootEntry? Find(Inventory inventory, BootEntryKey key) => inventory.BootEntries.GetValueOrDefault(key);
}
