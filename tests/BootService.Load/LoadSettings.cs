using System.Globalization;
using BootService.Protocols.Net;

namespace BootService.Load;

/// <summary>What is asked of the generator: words of the form <c>name=value</c>.</summary>
internal sealed record LoadSettings
{
    /// <summary>The interface the machines are behind.</summary>
    public string Interface { get; private init; } = "eth0";

    /// <summary>How many machines there are; each exchanges once.</summary>
    public int Machines { get; private init; } = 10_000;

    /// <summary>How many exchanges are open at once when no rate is given.</summary>
    public int InFlight { get; private init; } = 64;

    /// <summary>Exchanges begun in a second, whatever the server does; 0 for as many as <see cref="InFlight"/> allows.</summary>
    public int Rate { get; private init; }

    /// <summary>The longest run.</summary>
    public TimeSpan Time { get; private init; } = TimeSpan.FromSeconds(30);

    /// <summary>The first machine's hardware address; the others count on from it.</summary>
    public MacAddress First { get; private init; } = new(0x0200_0010_0000);

    /// <summary>Whether the machines are firmware and say so.</summary>
    public bool Pxe { get; private init; }

    /// <summary>Whether answers are wanted by broadcast.</summary>
    public bool Broadcast { get; private init; }

    /// <summary>Receives a line for each lease, hardware address and address; null for none.</summary>
    public string? Leases { get; private init; }

    /// <summary>A file of leases to ask for again, as machines do that were only switched off (INIT-REBOOT); null to begin from nothing.</summary>
    public string? Again { get; private init; }

    /// <summary>Reads the words.</summary>
    /// <exception cref="FormatException">A word is not understood.</exception>
    public static LoadSettings Parse(IEnumerable<string> words)
    {
        var settings = new LoadSettings();
        foreach (var word in words)
        {
            var value = word[(word.IndexOf('=', StringComparison.Ordinal) + 1)..];
            settings = word[..^value.Length] switch
            {
                "interface=" => settings with { Interface = value },
                "machines=" => settings with { Machines = Number(value) },
                "inflight=" => settings with { InFlight = Number(value) },
                "rate=" => settings with { Rate = Number(value) },
                "seconds=" => settings with { Time = TimeSpan.FromSeconds(Number(value)) },
                "first=" => settings with { First = MacAddress.Parse(value) },
                "leases=" => settings with { Leases = value },
                "again=" => settings with { Again = value },
                "" when value == "pxe" => settings with { Pxe = true },
                "" when value == "broadcast" => settings with { Broadcast = true },
                _ => throw new FormatException(
                    $"\"{word}\" is not understood; say interface=, machines=, inflight=, rate=, seconds=, first=, leases=, again=, pxe or broadcast"),
            };
        }

        return settings;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
