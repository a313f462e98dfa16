using System.Globalization;

namespace BootService.Lab.Frontend;

/// <summary>
/// What systemd would confine the daemon to, read from the unit in <c>systemd/</c> and applied without systemd. A line it does not know fails the test
/// that needs it.
/// </summary>
internal sealed class UnitConfinement
{
    /// <summary>The user's number; it has no name here, and owns nothing but what it is given.</summary>
    private const int User = 64321;

    /// <summary>Lines that decide how systemd starts the program, when and how often, or that need systemd's own control groups.</summary>
    private static readonly HashSet<string> NotConfining = new(StringComparer.Ordinal)
    {
        "Type", "ExecStart", "ExecReload", "EnvironmentFile", "Environment", "User", "Group", "Restart", "RestartSec", "RestartPreventExitStatus",
        "TimeoutStartSec", "TimeoutStopSec", "LimitNOFILE", "FileDescriptorStoreMax", "LimitCORE", "MemoryMax", "MemoryHigh", "TasksMax", "StateDirectory",
        "StateDirectoryMode",
        "RuntimeDirectory", "RuntimeDirectoryMode", "ConfigurationDirectory", "ReadWritePaths",
    };

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "AmbientCapabilities", "CapabilityBoundingSet", "UMask", "NoNewPrivileges", "ProtectSystem", "ProtectHome", "PrivateTmp", "PrivateDevices",
        "PrivateMounts", "ProtectProc", "ProcSubset", "RestrictAddressFamilies", "RestrictNamespaces", "RestrictSUIDSGID", "SystemCallFilter",
        "SystemCallErrorNumber",

        // Each takes away what the user or the lines above have taken already: capabilities, /proc without its other half, /dev without its devices,
        // read-only /sys.
        "ProtectClock", "ProtectControlGroups", "ProtectHostname", "ProtectKernelLogs", "ProtectKernelModules", "ProtectKernelTunables", "RestrictRealtime",
        "RemoveIPC", "LockPersonality", "SystemCallArchitectures",
    };

    private readonly Dictionary<string, string> _lines;

    private UnitConfinement(Dictionary<string, string> lines) => _lines = lines;

    /// <summary>The unit's settings for the environment of the daemon, name and value.</summary>
    public IEnumerable<string> Environment => _lines.GetValueOrDefault("Environment", string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Reads the unit of this checkout.</summary>
    /// <exception cref="LabException">It has a line that the lab cannot apply.</exception>
    public static UnitConfinement Read() => Parse(File.ReadAllLines(Path.Combine(Checkout.Root, "systemd", "bootservice.service")));

    /// <summary>Reads a unit.</summary>
    /// <exception cref="LabException">It has a line that the lab cannot apply.</exception>
    public static UnitConfinement Parse(IEnumerable<string> unit)
    {
        var lines = unit.SkipWhile(line => line != "[Service]").Skip(1).TakeWhile(line => !line.StartsWith('['))
            .Where(line => line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#'))
            .Select(line => line.Split('=', 2))
            .GroupBy(line => line[0], line => line[1], StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => string.Join(' ', same), StringComparer.Ordinal);
        return lines.Keys.FirstOrDefault(key => !NotConfining.Contains(key) && !Known.Contains(key)) is { } unknown
            ? throw new LabException($"the unit has a line {unknown}=, which the lab does not apply: teach {nameof(UnitConfinement)} what it does")
            : new UnitConfinement(lines);
    }

    /// <summary>Writes the filters and describes the confinement to <c>confine</c>.</summary>
    /// <param name="scratch">The lab's folder.</param>
    /// <param name="writable">The folders that stand for StateDirectory, RuntimeDirectory and ReadWritePaths; made where absent.</param>
    /// <returns>Names and values for the environment of <c>confine</c>.</returns>
    public async Task<IReadOnlyDictionary<string, string>> DescribeAsync(string scratch, IReadOnlyList<string> writable)
    {
        var runtime = Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["CONFINE_HIDE"] = Is("ProtectHome", "yes") ? "/root /home /run/user" : string.Empty,
            ["CONFINE_TMP"] = Is("PrivateTmp", "yes") ? "/tmp /var/tmp" : string.Empty,
            ["CONFINE_KEEP"] = $"{Checkout.Root} {scratch} {runtime}",
            ["CONFINE_WRITE"] = Is("ProtectSystem", "strict") ? string.Join(' ', writable)
                : throw new LabException("without ProtectSystem=strict the lab does not know what may be written to"),
            ["CONFINE_DEV"] = Is("PrivateDevices", "yes") ? "private" : "all",
            ["CONFINE_PROC"] = string.Join(',', ["rw", .. Option("ProtectProc", "hidepid="), .. Option("ProcSubset", "subset=")]),
            ["CONFINE_UMASK"] = _lines["UMask"],
            ["CONFINE_USER"] = User.ToString(CultureInfo.InvariantCulture),
            ["CONFINE_CAPS"] = Capabilities(),
            ["CONFINE_FILTERS"] = string.Join(' ', await FiltersAsync(scratch)),
            ["DOTNET_ROOT"] = runtime,
        };
    }

    private async Task<IReadOnlyList<string>> FiltersAsync(string scratch)
    {
        var filters = new List<string>();
        if (Is("RestrictSUIDSGID", "yes"))
        {
            SystemCallFilter.RestrictSuidSgid(Next());
        }

        if (Is("RestrictNamespaces", "yes"))
        {
            SystemCallFilter.RestrictNamespaces(Next());
        }

        if (_lines.TryGetValue("RestrictAddressFamilies", out var families))
        {
            SystemCallFilter.AllowFamilies(families.Split(' '), Next());
        }

        if (_lines.TryGetValue("SystemCallFilter", out var calls))
        {
            if (calls.Contains('~', StringComparison.Ordinal))
            {
                throw new LabException("the lab does not know how to take calls out of a filter");
            }

            // Last: the others could not be loaded behind it.
            await SystemCallFilter.AllowAsync(calls.Split(' '), Next());
        }

        return filters;

        string Next()
        {
            filters.Add(Path.Combine(scratch, $"calls{filters.Count}.bpf"));
            return filters[^1];
        }
    }

    private string Capabilities()
    {
        var bounding = _lines["CapabilityBoundingSet"];
        return bounding == _lines["AmbientCapabilities"] && Is("NoNewPrivileges", "yes")
            ? string.Join(',', bounding.Split(' ').Select(name => name["CAP_".Length..].ToLowerInvariant()))
            : throw new LabException("the lab applies one set of capabilities, ambient and bounding, without new privileges");
    }

    private IEnumerable<string> Option(string key, string option) => _lines.TryGetValue(key, out var value) ? [option + value] : [];

    private bool Is(string key, string value) => _lines.GetValueOrDefault(key) == value;
}
