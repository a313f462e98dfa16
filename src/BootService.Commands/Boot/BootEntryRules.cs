using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Boot;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Boot;

/// <summary>Says which boot actions there can be, and which a host can have. Asks only whether files are there.</summary>
internal static class BootEntryRules
{
    private const int LongestArguments = 1000;
    private const int LongestName = 63;

    /// <summary>The key that the argument or the parameters <c>action</c>, <c>os</c> and <c>release</c> name.</summary>
    /// <exception cref="RefusedException">They name none.</exception>
    public static BootEntryKey Key(CommandCall call)
    {
        var name = string.Join(' ', (call.Find("action") ?? string.Join(' ', call.Arguments)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (name.Length == 0 && call.Find("action") is null)
        {
            throw Expectations.Fault(call.Declaration, "\"action\" argument is required");
        }

        if (name.Length is 0 or > LongestName || name == "none" || !char.IsAsciiLetterOrDigit(name[0])
            || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is ' ' or '.' or '-' or '_'))
        {
            throw new RefusedException(
                $"action \"{name}\" must be words of letters, digits, dots, hyphens and underscores, at most {LongestName} in all, and not none");
        }

        return new BootEntryKey(
            name, call.Find("os") is { Length: > 0 } os ? Commands.Hosts.HostRules.Word("os", os) : string.Empty, call.Number("release") ?? 0);
    }

    /// <summary>An entry with what the parameters say; what they do not name stays.</summary>
    /// <exception cref="RefusedException">It cannot be, or names a file that is not there.</exception>
    public static BootEntry With(CommandCall call, Inventory inventory, BootEntry entry, IBootFileNames files)
    {
        var changed = WithKernel(entry, call.Find("kernel"), call.Find("type"));
        changed = changed with
        {
            EfiKernel = call.Find("efikernel") is { } efi ? FileName("efikernel", efi) : changed.EfiKernel,
            Ramdisk = call.Find("ramdisk") is { } ramdisk ? FileName("ramdisk", ramdisk) : changed.Ramdisk,
            Args = call.Find("args") is { } args ? Arguments(args) : changed.Args,
        };
        return Checked(changed, inventory, files);
    }

    /// <summary>An entry as another program's words describe it.</summary>
    /// <exception cref="RefusedException">It cannot be, or names a file that is not there.</exception>
    public static BootEntry Of(string name, string? os, string? type, string? kernel, string? ramdisk, string? args, Inventory inventory, IBootFileNames files)
    {
        var key = new BootEntryKey(name, os is null ? string.Empty : Commands.Hosts.HostRules.Word("os", os), 0);
        var entry = WithKernel(new BootEntry(key, type == "install" ? BootStart.Install : BootStart.Kernel), kernel, type);
        return Checked(
            entry with { Ramdisk = ramdisk is null ? null : FileName("ramdisk", ramdisk), Args = args is null ? string.Empty : Arguments(args) }, inventory,
            files);
    }

    /// <summary>An entry as it may be kept.</summary>
    /// <exception cref="RefusedException">It contradicts itself or its namesakes, or names a file that is not there.</exception>
    public static BootEntry Checked(BootEntry entry, Inventory inventory, IBootFileNames files)
    {
        var isDisk = entry.Disk is not null;
        if (isDisk && entry.Args == "hd0")
        {
            entry = entry with { Args = string.Empty };
        }

        if (isDisk && (entry.EfiKernel ?? entry.Ramdisk) is { } idle)
        {
            throw new RefusedException($"action {entry.Key} boots the disk, and \"{idle}\" has no part in that");
        }

        if (isDisk && entry.Args.Length > 0)
        {
            throw new RefusedException($"action {entry.Key} boots the disk and takes no arguments");
        }

        if (entry.Kernel is null && (entry.EfiKernel ?? entry.Ramdisk) is { } lonely)
        {
            throw new RefusedException(
                $"action {entry.Key} has \"{lonely}\" and no kernel: name it with kernel=, or take both from the host's OS pallet by naming neither");
        }

        if (inventory.BootEntries.Values.FirstOrDefault(
            other => other.Key.Name == entry.Key.Name && other.Key != entry.Key && Installs(other) != Installs(entry)) is { } namesake)
        {
            throw new RefusedException($"action {namesake.Key} is of type {Type(namesake)}, so type={Type(entry)} cannot be");
        }

        return entry.Files.Select(file => Missing(entry.Key.ToString(), file, files)).OfType<string>().FirstOrDefault() is { } missing
            ? throw new RefusedException(missing)
            : entry;
    }

    /// <summary>The name under which a host keeps an action; <c>none</c> is the usual one.</summary>
    /// <param name="inventory">What the appliance knows.</param>
    /// <param name="host">The host.</param>
    /// <param name="word">The action's name.</param>
    /// <param name="installs">Whether it is what <c>action=install</c> stands for, or what <c>action=os</c> does.</param>
    /// <param name="files">Where its files are.</param>
    /// <exception cref="RefusedException">The host cannot have it.</exception>
    public static string Choice(Inventory inventory, Host host, string word, bool installs, IBootFileNames files)
    {
        var name = Named(inventory, word, installs);
        var entry = BootEntries.Of(inventory, host, name)
            ?? throw new RefusedException($"action \"{name}\" is for other hosts than {host.Name}; \"stack list bootaction\" shows for which os and release");
        if (entry.Start is BootStart.Kernel && entry.Kernel is null && BootEntries.PalletOf(inventory, host) is null)
        {
            throw new RefusedException(
                $"action \"{name}\" starts the kernel of an OS pallet and none is enabled for host {host.Name}; use \"stack add pallet\" and \"stack enable "
                    + "pallet\"");
        }

        if (entry.Files.Select(file => Missing($"\"{name}\"", file, files)).OfType<string>().FirstOrDefault() is { } missing)
        {
            throw new RefusedException(missing);
        }

        return installs && inventory.AttemptOf(host.Name) is { MayInstall: true } && !SameKernel(entry, BootEntries.Of(inventory, host, host.InstallAction))
            ? throw new RefusedException($"host {host.Name} is set to install with another kernel: \"stack set host boot {host.Name} action=os\" first")
            : name;
    }

    /// <summary>The name of an action that some host can have; <c>none</c> is the usual one.</summary>
    /// <exception cref="RefusedException">There is none of this name, or it is of the other kind.</exception>
    public static string Named(Inventory inventory, string word, bool installs)
    {
        // Stacki 4 and later write "default" where nothing else was chosen.
        var isUsual = word == "none" || (word == "default" && !BootEntries.Exists(inventory, word));
        var name = isUsual ? (installs ? BootEntries.Install : BootEntries.Os) : InFull(inventory, word, installs);
        if (!BootEntries.Exists(inventory, name))
        {
            throw new RefusedException($"action \"{name}\" does not exist{Spelling.DidYouMean(name, Names(inventory))}");
        }

        return inventory.BootEntries.Values.Any(entry => entry.Key.Name == name && (installs ? entry.Disk is not null : Installs(entry)))
            ? throw new RefusedException(installs
                ? $"action \"{name}\" boots the disk and cannot be what action=install stands for; \"stack set host runaction\" takes it"
                : $"action \"{name}\" installs and cannot be what a host does at every other boot; \"stack set host installaction\" takes it")
            : name;
    }

    /// <summary>Stacki 5 calls <c>install headless</c> and <c>os.hplocalboot</c> by their last word, because it keeps the kind beside it.</summary>
    /// <remarks>Nothing here formats disks in parallel, so what kept Stacki's installer from it is the usual action.</remarks>
    private static string InFull(Inventory inventory, string word, bool installs) =>
        installs && word is "no-parallel-format" or "install no-parallel-format" && !BootEntries.Exists(inventory, word) ? BootEntries.Install
        : !BootEntries.Exists(inventory, word) && $"{(installs ? BootEntries.Install + " " : BootEntries.Os + ".")}{word}" is var full
            && BootEntries.Exists(inventory, full) ? full : word;

    /// <summary>The names there are, each once.</summary>
    public static IEnumerable<string> Names(Inventory inventory) => inventory.BootEntries.Keys.Select(key => key.Name).Distinct(StringComparer.Ordinal);

    /// <summary>Stacki's word for what an action is of: <c>install</c> or <c>os</c>.</summary>
    public static string Type(BootEntry entry) => Installs(entry) ? "install" : "os";

    /// <summary>Stacki's way of writing a kernel: disk boots are written as PXELINUX has them; null is the pallet's.</summary>
    public static string? KernelText(BootEntry entry) => entry.Start switch
    {
        BootStart.Exit => "localboot 0",
        BootStart.ExitError => "localboot -1",
        BootStart.Chain => "com32 chain.c32",
        _ => entry.Kernel,
    };

    private static bool Installs(BootEntry entry) => entry.Start is BootStart.Install;

    private static bool SameKernel(BootEntry one, BootEntry? other) =>
        other is not null && one.Start == other.Start && one.Kernel == other.Kernel && one.Ramdisk == other.Ramdisk;

    private static string? Missing(string action, string file, IBootFileNames files) =>
        files.WhyMissing(file) is { } why ? $"action {action} names the file \"{file}\", which is not there: {why}" : null;

    private static BootEntry WithKernel(BootEntry entry, string? kernel, string? type)
    {
        var start = type switch
        {
            "install" => BootStart.Install,
            "os" when entry.Start is BootStart.Install => BootStart.Kernel,
            _ => entry.Start,
        };
        var words = kernel?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var disk = words switch
        {
            ["localboot"] or ["localboot", "0"] => BootStart.Exit,
            ["localboot", "-1"] => BootStart.ExitError,
            ["com32", "chain.c32"] => BootStart.Chain,
            _ => (BootStart?)null,
        };
        if (disk is { } method)
        {
            return start is BootStart.Install
                ? throw new RefusedException($"action {entry.Key} is of type install, and \"{kernel}\" boots the disk")
                : entry with { Start = method, Kernel = null };
        }

        return words switch
        {
            null => entry with { Start = start },
            [] => entry with { Start = Kernel(start), Kernel = null },
            [var file] => entry with { Start = Kernel(start), Kernel = FileName("kernel", file) },
            ["kernel", var file] => entry with { Start = Kernel(start), Kernel = FileName("kernel", file) },
            _ => throw new RefusedException(
                $"kernel \"{kernel}\" must be a file of the boot root, or one of \"localboot 0\", \"localboot -1\" and \"com32 chain.c32\""),
        };
    }

    private static BootStart Kernel(BootStart start) => start is BootStart.Install ? start : BootStart.Kernel;

    private static string? FileName(string what, string text)
    {
        var name = text.TrimStart('/');
        if (name.Length == 0)
        {
            return null;
        }

        var isPlain = name.Length <= 255 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or '+' or '/');
        return isPlain && name.Split('/').All(part => part is not ("" or "." or ".."))
            ? name
            : throw new RefusedException($"{what} \"{text}\" must be the name of a file in the boot root: letters, digits, . - _ + and / between folders");
    }

    private static string Arguments(string text)
    {
        var joined = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (joined.Length > LongestArguments || !joined.All(letter => letter is >= ' ' and <= '~'))
        {
            throw new RefusedException($"args must be printable ASCII, at most {LongestArguments} characters: loaders pass no more on to a kernel");
        }

        if (KernelArguments.CommandEnd(joined) is { } end)
        {
            throw new RefusedException($"args has the word {end}, at which iPXE ends the kernel's: leave it out, or join it to the word before it");
        }

        return KernelArguments.Altered(joined) is not { } altered
            ? joined
            : throw new RefusedException(
                $"args has the word {altered}, which not every loader passes on as it stands: iPXE replaces ${{...}}, and GRUB puts a backslash before each "
                    + "apostrophe and backslash; write it without");
    }
}
