using BootService.Core.Stores;

namespace BootService.Storage.Tests;

/// <summary>What a store kept of an attempt's first file.</summary>
internal static class KeptAnswers
{
    public static async Task<string?> TextAsync(this IApplianceStore store, long attempt, CancellationToken cancel) =>
        (await store.ListAnswersAsync(attempt, cancel)).FirstOrDefault()?.Text.ToString();

    public static async Task<string?> MaskedAsync(this IApplianceStore store, long attempt, CancellationToken cancel) =>
        (await store.ListAnswersAsync(attempt, cancel)).FirstOrDefault()?.Masked?.ToString();
}
