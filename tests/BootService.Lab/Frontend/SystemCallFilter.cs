using System.Runtime.InteropServices;
using BootService.Lab.Processes;

namespace BootService.Lab.Frontend;

/// <summary>Filters of system calls as systemd makes them of a unit's lines, compiled by libseccomp into files that are loaded one after the other.</summary>
/// <remarks>What systemd does with each line is in its <c>src/shared/seccomp-util.c</c>. Where filters disagree the kernel takes the strictest.</remarks>
internal sealed partial class SystemCallFilter : IDisposable
{
    private const int NotPermitted = 1;
    private const int NoSystemCall = 38;
    private const int FamilyNotSupported = 97;
    private const uint Allow = 0x7fff0000;
    private const int NoSuchCall = -1;

    private readonly nint _filter;

    private SystemCallFilter(uint otherwise)
    {
        _filter = Make(otherwise);
        if (_filter == 0)
        {
            throw new LabException("libseccomp cannot make a filter of system calls");
        }
    }

    /// <summary>Lets through what is in these sets (<c>SystemCallFilter=</c>), and answers EPERM to everything else.</summary>
    /// <param name="sets">Names of calls, or of systemd's sets such as <c>@system-service</c>.</param>
    /// <param name="file">Where the filter is written.</param>
    public static async Task AllowAsync(IEnumerable<string> sets, string file)
    {
        using var filter = new SystemCallFilter(Error(NotPermitted));
        foreach (var call in await ExpandAsync(sets))
        {
            if (Number(call) is var number and not NoSuchCall)
            {
                filter.Add(Allow, number);
            }
        }

        filter.Write(file);
    }

    /// <summary>
    /// Refuses files that would be set-user-ID (<c>RestrictSUIDSGID=</c>). The mode that openat2 is given lies in memory, where no filter can see it:
    /// it is answered ENOSYS.
    /// </summary>
    public static void RestrictSuidSgid(string file)
    {
        using var filter = new SystemCallFilter(Allow);
        filter.Add(Error(NoSystemCall), Number("openat2"));
        foreach (var bit in new ulong[] { 0x800, 0x400 })
        {
            foreach (var (call, argument) in new[]
            {
                ("chmod", 1u), ("fchmod", 1u), ("fchmodat", 2u), ("mkdir", 1u), ("mkdirat", 2u), ("mknod", 1u), ("mknodat", 2u), ("creat", 1u),
            })
            {
                filter.Add(Error(NotPermitted), Number(call), new Comparison(argument, Comparison.MaskedEqual, bit, bit));
            }
        }

        filter.Write(file);
    }

    /// <summary>Refuses new namespaces (<c>RestrictNamespaces=</c>). The flags of clone3 lie in memory too.</summary>
    public static void RestrictNamespaces(string file)
    {
        const ulong AllNamespaces = 0x7e020000;
        using var filter = new SystemCallFilter(Allow);
        filter.Add(Error(NoSystemCall), Number("clone3"));
        filter.Add(Error(NotPermitted), Number("setns"));
        for (var bit = 1UL << 17; bit <= 1UL << 30; bit <<= 1)
        {
            if ((bit & AllNamespaces) != 0)
            {
                filter.Add(Error(NotPermitted), Number("unshare"), new Comparison(0, Comparison.MaskedEqual, bit, bit));
                filter.Add(Error(NotPermitted), Number("clone"), new Comparison(0, Comparison.MaskedEqual, bit, bit));
            }
        }

        filter.Write(file);
    }

    /// <summary>Refuses sockets of any other family (<c>RestrictAddressFamilies=</c>) with EAFNOSUPPORT.</summary>
    /// <param name="families">Such as <c>AF_INET</c>.</param>
    /// <param name="file">Where the filter is written.</param>
    public static void AllowFamilies(IEnumerable<string> families, string file)
    {
        const ulong Highest = 45;
        var known = families.Select(FamilyNumber).ToHashSet();
        using var filter = new SystemCallFilter(Allow);
        for (var family = 0UL; family <= Highest; family++)
        {
            if (!known.Contains(family))
            {
                filter.Add(Error(FamilyNotSupported), Number("socket"), new Comparison(0, Comparison.Equal, family, 0));
            }
        }

        filter.Write(file);
    }

    /// <inheritdoc/>
    public void Dispose() => Release(_filter);

    private static async Task<HashSet<string>> ExpandAsync(IEnumerable<string> sets)
    {
        var calls = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(sets);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (open.TryDequeue(out var name))
        {
            if (!name.StartsWith('@'))
            {
                calls.Add(name);
            }
            else if (seen.Add(name))
            {
                var listed = (await Tool.RunAsync("systemd-analyze", ["syscall-filter", name])).Succeeded().Output;
                foreach (var line in listed.Split('\n').Skip(1).Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith('#')))
                {
                    open.Enqueue(line);
                }
            }
        }

        // What every filter of systemd lets through, so that the program can be started at all.
        return seen.Contains("@default") ? calls : [.. calls, .. await ExpandAsync(["@default"])];
    }

    private static ulong FamilyNumber(string name) => name switch
    {
        "AF_UNIX" => 1,
        "AF_INET" => 2,
        "AF_INET6" => 10,
        "AF_NETLINK" => 16,
        "AF_PACKET" => 17,
        _ => throw new LabException($"the lab does not know the number of address family {name}; add it"),
    };

    private static uint Error(int number) => 0x00050000u | (uint)number;

    private void Add(uint action, int call, params Comparison[] comparisons)
    {
        if (AddRule(_filter, action, call, (uint)comparisons.Length, comparisons) is var error and < 0)
        {
            throw new LabException($"libseccomp does not take a rule for system call {call}: error {-error}");
        }
    }

    private void Write(string file)
    {
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write);
        if (Export(_filter, stream.SafeFileHandle) is var error and < 0)
        {
            throw new LabException($"the filter {file} cannot be written: error {-error}");
        }
    }

    [LibraryImport("libseccomp.so.2", EntryPoint = "seccomp_init")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint Make(uint otherwise);

    [LibraryImport("libseccomp.so.2", EntryPoint = "seccomp_release")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial void Release(nint filter);

    [LibraryImport("libseccomp.so.2", EntryPoint = "seccomp_syscall_resolve_name", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Number(string name);

    [LibraryImport("libseccomp.so.2", EntryPoint = "seccomp_rule_add_array")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int AddRule(nint filter, uint action, int call, uint count, [In] Comparison[] comparisons);

    [LibraryImport("libseccomp.so.2", EntryPoint = "seccomp_export_bpf")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Export(nint filter, SafeHandle file);

    /// <summary><c>struct scmp_arg_cmp</c>: compares one argument of a call.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Comparison(uint argument, int how, ulong first, ulong second)
    {
        public const int Equal = 4;
        public const int MaskedEqual = 7;

        public readonly uint Argument = argument;
        public readonly int How = how;
        public readonly ulong First = first;
        public readonly ulong Second = second;
    }
}
