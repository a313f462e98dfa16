using System.Collections.Immutable;
using BootService.Commands.Profiles;
using BootService.Core;
using BootService.Core.Power;

namespace BootService.Commands.Power;

/// <summary>Shows what came of a round: failures first, and as the end of the command.</summary>
internal static class PowerTable
{
    /// <summary>The columns.</summary>
    public const string Row = "host, power?, method?, result?";

    /// <exception cref="RefusedException">Some failed; the sentence says which.</exception>
    public static async Task ShowAsync(CommandCall call, PowerCommand command, ImmutableArray<PowerResult> results)
    {
        call.KeptTable();
        foreach (var result in results.OrderBy(result => result.Answer.Fault is null))
        {
            await call.Output.RowAsync(
                result.Host.Name.ToString(),
                result.Answer.Fault is null && result.Answer.State is not PowerState.Unknown ? result.Answer.State.ToString().ToLowerInvariant() : null,
                result.Method.Length == 0 ? null : result.Method,
                result.Answer.Fault ?? (Told(command, result) is { Length: > 0 } told ? told : null));
        }

        End(command, results);
    }

    // Who wakes a card never learns whether it woke.
    private static string Told(PowerCommand command, PowerResult result) =>
        command is PowerCommand.On && result.Answer.State is PowerState.Unknown ? "magic packet sent" : PowerStep.Told(command, result.Before);

    private static void End(PowerCommand command, ImmutableArray<PowerResult> results)
    {
        var failed = results.Where(result => result.Answer.Fault is not null).ToArray();
        switch (failed)
        {
            case []:
                return;
            case [var only]:
                throw new RefusedException($"host {only.Host.Name} was not {PowerRules.Done(command)}: {only.Answer.Fault}");
            default:
                var same = failed.All(result => result.Answer.Fault == failed[0].Answer.Fault) ? failed[0].Answer.Fault : null;
                throw new RefusedException(
                    $"{failed.Length} of {results.Length} hosts were not {PowerRules.Done(command)}: "
                        + $"{HostRanges.Tell(failed.Select(result => result.Host.Name.ToString()))}{(same is null ? string.Empty : $" ({same})")}");
        }
    }
}
