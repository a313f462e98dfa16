using BootService.Core;
using BootService.Core.Doctor;

namespace BootService.Commands.Output;

/// <summary>What a doctor found, as a table.</summary>
internal static class FindingTable
{
    /// <summary>Writes it.</summary>
    /// <param name="call">The command.</param>
    /// <param name="findings">What was found.</param>
    /// <param name="what">What was looked at, for the sentence when several things are wrong with it.</param>
    /// <exception cref="RefusedException">Something is wrong.</exception>
    public static async Task WriteAsync(CommandCall call, IReadOnlyList<Finding> findings, string what)
    {
        call.FlatTable();
        foreach (var finding in findings)
        {
            await call.Output.RowAsync(finding.Check, finding.Verdict.ToString().ToLowerInvariant(), finding.Result, finding.Remedy);
        }

        switch (findings.Where(finding => finding.Verdict is Verdict.Wrong).ToList())
        {
            case [var only]:
                throw new RefusedException($"{only.Check}: {only.Result}");
            case { Count: > 1 } several:
                throw new RefusedException(
                    $"{several.Count} things are wrong with {what}: "
                        + $"{string.Join(", ", several.Select(finding => finding.Check).Distinct(StringComparer.Ordinal))}");
        }
    }
}
