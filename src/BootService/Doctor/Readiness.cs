using BootService.Appliances;
using BootService.Core.Doctor;
using BootService.Dhcp;
using BootService.Interfaces;

namespace BootService.Doctor;

/// <summary>
/// Whether the daemon serves, as measured: by a look at the boot interfaces, a question to each of our own ports, whether the database takes changes, without
/// which nothing is installed, and whether leases are kept.
/// </summary>
internal sealed class Readiness(ServedPorts served, FrontendWatch watch, DhcpServer dhcp, TimeProvider time, ApplianceWriter? writer = null) : IDisposable
{
    /// <summary>How long an answer holds: whoever asks often measures no more often than this.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _one = new(1);
    private volatile bool _started;
    private IReadOnlyList<string> _faults = ["it is starting"];
    private long? _measured;

    /// <summary>What the daemon is set to serve.</summary>
    public ServedPorts Served => served;

    /// <summary>Says that all listeners are bound.</summary>
    public void Started() => _started = true;

    /// <summary>What is not served now, one sentence without a full stop each; nothing when all is well.</summary>
    public async Task<IReadOnlyList<string>> FaultsAsync(CancellationToken cancel)
    {
        if (!_started)
        {
            return ["it is starting"];
        }

        await _one.WaitAsync(cancel);
        try
        {
            if (_measured is not { } before || time.GetElapsedTime(before) >= Fresh)
            {
                _faults = await MeasureAsync(cancel);
                _measured = time.GetTimestamp();
            }

            return _faults;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The same as findings of <c>stack check network</c>.</summary>
    public async Task<IEnumerable<Finding>> FindingsAsync(CancellationToken cancel)
    {
        var faults = await FaultsAsync(cancel);
        return faults.Count == 0
            ? [Finding.Fine(
                "answering",
                $"{string.Join(", ", served.All.Select(port => port.What))} answered a question of our own just now, and the database takes changes")]
            : faults.Select(fault => Finding.Wrong("answering", fault, "the log says what changed; when it stays so, \"systemctl restart bootservice\""));
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<IReadOnlyList<string>> MeasureAsync(CancellationToken cancel)
    {
        var now = BootInterface.Look(watch.Links.Frontend);
        var asked = new List<Task<string?>>();
        if (writer is not null)
        {
            asked.Add(writer.WhyNotWritableAsync(cancel));
        }

        if (dhcp.LookAtLeases() is { } whyNotKept)
        {
            asked.Add(Task.FromResult<string?>($"no pool address is acknowledged, because leases cannot be kept: {whyNotKept}"));
        }

        foreach (var link in now.All)
        {
            if (link.WhyNot is { } why)
            {
                asked.Add(Task.FromResult<string?>($"{why}: nothing is served there"));
            }
            else if (!watch.Links.All.Any(seen => seen.IsSame(link)))
            {
                asked.Add(Task.FromResult<string?>($"interface {link.Frontend.Interface} has just changed, and is not served yet as it is now"));
            }
            else
            {
                asked.AddRange(served.All.Select(port => AskAsync(link, port, cancel)));
            }
        }

        return [.. (await Task.WhenAll(asked)).OfType<string>()];
    }

    private async Task<string?> AskAsync(BootLink link, ServedPort port, CancellationToken cancel)
    {
        var frontend = link.Frontend;
        if (port.Service is Service.Dhcp or Service.BootServer && dhcp.BoundTo(frontend.Interface) != link.Index)
        {
            return $"{port.What} is tied to an interface {frontend.Interface} that is gone, and hears nothing";
        }

        var answers = port.Service switch
        {
            Service.Http => await OwnPorts.HttpAnswersAsync(frontend, port.Port, time, cancel),
            Service.Tftp => await OwnPorts.TftpAnswersAsync(frontend, port.Port, time, cancel),
            Service.Dns => await OwnPorts.DnsAnswersAsync(frontend, port.Port, time, cancel),
            Service.Dhcp when dhcp.HearsItself(frontend.Interface) => await OwnPorts.DhcpAnswersAsync(frontend, port.Port, time, cancel),
            _ => true,
        };
        return answers
            ? null
            : $"{port.What} did not answer a question of our own at {port.Protocol} {port.Port} of {frontend.Address} on {frontend.Interface}";
    }
}
