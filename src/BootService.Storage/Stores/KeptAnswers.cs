using System.Collections.Immutable;
using BootService.Core.Installs;
using BootService.Core.Stored;
using BootService.Storage.Sql;
using BootService.Storage.Texts;

namespace BootService.Storage.Stores;

/// <summary>The files that attempts install from.</summary>
internal static class KeptAnswers
{
    private static readonly string OfAttempt = $"{TableText.All(InstallTables.Kickstarts)} WHERE attempt = $1 ORDER BY name";

    /// <summary>Those of one attempt, by their names.</summary>
    public static Task<ImmutableArray<FrozenAnswer>> ListAnswersAsync(this Engine engine, long attempt, CancellationToken cancel) => Task.Run(
        () => engine.Read(connection =>
        {
            var texts = new KeptTexts(connection, engine.Dialect);
            return connection.Ask(engine.Dialect, OfAttempt, InstallTables.Kickstarts, InstallTables.Kickstarts.Reader(), attempt)
                .Select(kept => new FrozenAnswer(kept.Name, texts.Read(kept.Text), kept.Masked is { } masked ? texts.Read(masked) : null))
                .ToImmutableArray();
        }),
        cancel);
}
