using BootService.Commands.Catalog;
using BootService.Hosting;
using BootService.Settings;
using BootService.Storage;

// What the unit does not start again after: no time mends a word that is wrong.
const int NotUnderstood = 2;

// What packages install besides the programs: bootservice describe manual|bash|zsh|openapi.
if (args is ["describe", ..])
{
    if (args is [_, var kind] && Descriptions.Write(kind) is { } text)
    {
        await Console.Out.WriteLineAsync(text);
        return 0;
    }

    await Console.Error.WriteLineAsync($"error - \"describe\" is followed by one of {string.Join(", ", Descriptions.Kinds)}");
    return 2;
}

try
{
    return args is ["--restore", var copy, .. var settings] ? Daemon.Restore(copy, settings) : await Daemon.RunAsync(args);
}
catch (SettingsException faults)
{
    foreach (var sentence in faults.Sentences)
    {
        await TellAsync(sentence);
    }

    return NotUnderstood;
}
catch (Exception fault) when (fault is StartException or StorageException)
{
    await TellAsync(fault.Message.ReplaceLineEndings(" "));
    return 1;
}
catch (Exception defect)
{
    // An abort would write all memory, secrets among it, into a core file.
    await TellAsync("bootservice has a defect and ends; please report this line: " + defect.ToString().ReplaceLineEndings(" | "));
    return 1;
}

// Journald reads the priority at the start of the line.
static Task TellAsync(string sentence) =>
    Console.Error.WriteLineAsync((Environment.GetEnvironmentVariable("JOURNAL_STREAM") is { Length: > 0 } ? "<3>" : string.Empty) + "error - " + sentence);
