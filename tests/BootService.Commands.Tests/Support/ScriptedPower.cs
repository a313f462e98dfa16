using System.Collections.Concurrent;
using BootService.Commands.Ports;
using BootService.Core.Power;

namespace BootService.Commands.Tests.Support;

/// <summary>Machines whose power does as it is told; each is known by the address of its BMC.</summary>
internal sealed class ScriptedPower(TimeProvider time) : IPowerSwitch
{
    private int _busy;

    public ConcurrentDictionary<string, PowerState> States { get; } = new();

    /// <summary>BMCs that refuse, and why.</summary>
    public Dictionary<string, string> Failing { get; } = [];

    /// <summary>BMCs that never answer.</summary>
    public HashSet<string> Silent { get; } = [];

    /// <summary>Every command but status, in the order of their coming.</summary>
    public ConcurrentQueue<string> Done { get; } = new();

    /// <summary>When each of them came.</summary>
    public ConcurrentQueue<DateTimeOffset> Times { get; } = new();

    /// <summary>The most that were busy at once.</summary>
    public int Busiest { get; private set; }

    public async Task<PowerAnswer> DoAsync(PowerRoute route, PowerCommand command, CancellationToken cancel)
    {
        lock (States)
        {
            Busiest = Math.Max(Busiest, ++_busy);
        }

        try
        {
            await Task.Yield();
            return await AnswerAsync(route, command, cancel);
        }
        finally
        {
            lock (States)
            {
                _busy--;
            }
        }
    }

    private async Task<PowerAnswer> AnswerAsync(PowerRoute route, PowerCommand command, CancellationToken cancel)
    {
        if (route is PowerRoute.WakeOnLan wake)
        {
            Done.Enqueue($"wake {wake.Cards[0].Card}");
            return default;
        }

        var bmc = ((PowerRoute.Ipmi)route).Address.Host;
        if (Silent.Contains(bmc))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
        }

        if (Failing.TryGetValue(bmc, out var why))
        {
            return PowerAnswer.Failed(why);
        }

        if (command is PowerCommand.Status)
        {
            return new PowerAnswer(States.GetValueOrDefault(bmc, PowerState.Off), null);
        }

        Times.Enqueue(time.GetUtcNow());
        Done.Enqueue($"{bmc} {command}");
        var answer = PowerAnswer.Done(command);
        States[bmc] = answer.State;
        return answer;
    }
}
