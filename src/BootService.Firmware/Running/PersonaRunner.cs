using System.Security.Cryptography;
using BootService.Firmware.Dhcp;
using BootService.Firmware.Tftp;
using BootService.Firmware.Wire;
using BootService.Protocols.Road;

namespace BootService.Firmware.Running;

/// <summary>Carries a boot's steps out over sockets, one after the other, on the thread that asks for them.</summary>
/// <param name="settings">Where and how.</param>
/// <param name="time">The clock.</param>
public sealed class PersonaRunner(RunnerSettings settings, TimeProvider time)
{
    /// <summary>Most datagrams that are heard behind a timer that is due.</summary>
    private const int MostLate = 64;

    /// <summary>Boots. Each step is handed out once it is done; the boot's end is set after the last.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IEnumerable<BootStep> Run(Boot boot, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(boot);
        return RunSteps(boot, cancel);
    }

    /// <summary>Carries out one step of somebody's own, such as to fetch a file a second time.</summary>
    /// <param name="step">The step; a file's.</param>
    /// <param name="services">Where servers listen.</param>
    /// <param name="cancel">Ends it.</param>
    public void CarryOut(FileStep step, ServicePorts services, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(services);
        using var connections = new HttpConnections(settings.Own, settings.HttpPatience);
        var began = time.GetTimestamp();
        if (step is TftpStep tftp)
        {
            CarryOut(tftp, services, cancel);
        }
        else if (step is HttpStep http)
        {
            CarryOut(http, connections, cancel);
        }

        step.Elapsed = time.GetElapsedTime(began);
    }

    private IEnumerable<BootStep> RunSteps(Boot boot, CancellationToken cancel)
    {
        using var connections = new HttpConnections(settings.Own, settings.HttpPatience);
        foreach (var step in boot.Steps())
        {
            cancel.ThrowIfCancellationRequested();
            var began = time.GetTimestamp();
            switch (step)
            {
                case DhcpStep dhcp:
                    CarryOut(dhcp, boot, cancel);
                    break;
                case TftpStep tftp:
                    CarryOut(tftp, boot.Services, cancel);
                    break;
                case HttpStep http:
                    CarryOut(http, connections, cancel);
                    break;
            }

            step.Elapsed = step is NoteStep ? TimeSpan.Zero : time.GetElapsedTime(began);
            yield return step;
        }
    }

    private void CarryOut(DhcpStep step, Boot boot, CancellationToken cancel)
    {
        var exchange = new DhcpExchange(step.Dialect, boot.Machine, (uint)RandomNumberGenerator.GetInt32(int.MaxValue), boot.Services);
        using (var wire = Open(settings.Way, boot.Services))
        {
            Converse(exchange, wire, cancel);
        }

        step.Repeats = exchange.Repeats;
        var result = exchange.Result!;
        step.Result = result;
        step.Bytes = exchange.Heard;
        step.Why = result.Boot is { } offer ? $"{result.Address}, boot file {offer.BootFile} from {offer.BootServer}" : result.Why;

        // No boot file is a server's way to say "your own disk"; no answer at all, or a broken one, is a failure.
        var declined = result.Boot is null && (exchange.Heard > 0 && (!result.Address.IsAny || step.Dialect.Rule is OfferRule.Edk2Http));
        step.Verdict = (result.Boot is not null || declined) && !result.IsSilenced ? StepVerdict.Ok : StepVerdict.Failed;
    }

    private void CarryOut(TftpStep step, ServicePorts services, CancellationToken cancel)
    {
        using var fetch = new TftpFetch(step.Dialect, step.Server, services.Tftp, step.What);
        using (var wire = Open(BroadcastWay.ToServer, services))
        {
            Converse(fetch, wire, cancel);
        }

        step.Repeats = fetch.Repeats;
        Finish(step, fetch.File, fetch.Fault, fetch.IsAbsent);
        if (fetch.Repeats > 0 && step.Verdict is StepVerdict.Ok)
        {
            step.Verdict = StepVerdict.Warning;
            step.Why = $"{fetch.Repeats} packets had to be asked for again";
        }
    }

    private static void CarryOut(HttpStep step, HttpConnections connections, CancellationToken cancel)
    {
        if (step.Dialect.HeadsFirst || step.HeadOnly)
        {
            using var head = connections.Ask(step.Dialect, step.Url, head: true, cancel);
            if (head.File is null || step.HeadOnly)
            {
                Finish(step, head.File, head.Fault, head.Status == 404);
                step.Bytes = 0;
                return;
            }
        }

        using var answer = connections.Ask(step.Dialect, step.Url, head: false, cancel);
        Finish(step, answer.File, answer.Fault, answer.Status == 404);
    }

    private static void Finish(FileStep step, FetchedFile? file, string? fault, bool absent)
    {
        step.File = file;
        step.Bytes = file?.Length ?? 0;
        step.Why = fault;
        step.Verdict = file is null ? step.Optional && absent ? StepVerdict.Absent : StepVerdict.Failed : StepVerdict.Ok;
        if (step.Verdict is StepVerdict.Absent)
        {
            step.Why = "not here, and not needed";
        }
        else if (file is { Announced: { } announced } && announced != file.Length && step is not HttpStep { HeadOnly: true })
        {
            step.Verdict = StepVerdict.Failed;
            step.Why = $"{announced} octets were announced and {file.Length} came";
            step.File = null;
        }
    }

    private SocketWire Open(BroadcastWay way, ServicePorts services) => way switch
    {
        BroadcastWay.Relayed => SocketWire.Relaying(settings.Own, settings.Server, settings.SecondServer, services.Dhcp),
        BroadcastWay.Link => SocketWire.OnLink(settings.Device, services.Dhcp),
        _ => SocketWire.To(settings.Server, settings.Own),
    };

    private void Converse(IExchange exchange, SocketWire wire, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var skipped = TimeSpan.Zero;
        var late = 0;
        exchange.Begin(TimeSpan.Zero, wire);
        while (!exchange.IsOver)
        {
            cancel.ThrowIfCancellationRequested();
            var left = exchange.Deadline - (time.GetElapsedTime(began) + skipped);
            var patience = settings.Hurry && exchange.HasEnough ? settings.Settling : settings.Patience;
            patience = patience < left ? patience : left;

            // What has come is heard before the clock is looked at: on a computer with many machines this one may sleep longer than its timer, and its answer
            // has not.
            // Only so much of it: whoever floods the port must not keep the timer from going off.
            var overdue = patience <= TimeSpan.Zero;
            late = overdue ? late + 1 : 0;
            if (late <= MostLate && wire.TryReceive(overdue ? TimeSpan.Zero : patience, out var datagram, out var from, out var port))
            {
                exchange.Receive(datagram, from, port, time.GetElapsedTime(began) + skipped, wire);
                continue;
            }

            late = 0;
            left = exchange.Deadline - (time.GetElapsedTime(began) + skipped);
            skipped += left > TimeSpan.Zero && settings.Hurry ? left : TimeSpan.Zero;
            if (time.GetElapsedTime(began) + skipped >= exchange.Deadline)
            {
                exchange.Pass(time.GetElapsedTime(began) + skipped, wire);
            }
        }
    }
}
