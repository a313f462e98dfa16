using BootService.Commands;
using BootService.Hosting;
using BootService.Platform.Programs;
using BootService.Settings;
using BootService.Storage;

// What the unit does not start again after: no time mends a word that is wrong.
const int NotUnderstood = 2;

StandardStream.OpenClosed();

// What packages install besides the programs, and what docs/ are made of: bootservice describe manual|bash|zsh|openapi|...
if (args is ["describe", .. var kinds])
{
    if (kinds is [var kind] && (SettingsCatalog.Write(kind, Daemon.Keys) ?? Descriptions.Write(kind)) is { } text)
    {
        await Console.Out.WriteLineAsync(text);
        return 0;
    }

    await TellAsync($"\"describe\" is followed by one of {string.Join(", ", Descriptions.Kinds.Concat(SettingsCatalog.Kinds))}");
    return NotUnderstood;
}

var errand = Errand.Of(args);
try
{
    switch (errand)
    {
        case { Word: Errand.Help }:
            await Console.Out.WriteLineAsync(SettingsCatalog.Help(Daemon.Keys));
            return 0;
        case { Word: Errand.Version }:
            await Console.Out.WriteLineAsync($"bootservice {Descriptions.Version}");
            return 0;
        case { Word: Errand.Check }:
            return await Daemon.CheckAsync(errand.Settings);
        case { Word: Errand.Restore, Copy: { } copy }:
            return await Daemon.RestoreAsync(copy, errand.Settings);
        default:
            return await Daemon.RunAsync(errand.Settings);
    }
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
