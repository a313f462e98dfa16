namespace BootService.Settings;

/// <summary>The daemon cannot start. The message is the sentence the admin reads: what is wrong, where, and what to do.</summary>
internal sealed class StartException(string sentence) : Exception(sentence);

/// <summary>Settings are wrong: one sentence for each fault.</summary>
internal sealed class SettingsException(IReadOnlyList<string> sentences) : Exception(string.Join("; ", sentences))
{
    public IReadOnlyList<string> Sentences { get; } = sentences;
}
