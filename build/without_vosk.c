// Stands in for libvosk when it has been removed since the program was built: the program starts
// and says so, instead of being refused by the system's loader. No model can be made, so nothing
// else is ever called; each function is there because the program is linked with its name.
#include <stddef.h>

#define NOTHING(name) void *name(void) { return NULL; }

void vosk_set_log_level(int level) { (void)level; }
NOTHING(vosk_model_new)
NOTHING(vosk_model_free)
NOTHING(vosk_model_find_word)
NOTHING(vosk_spk_model_new)
NOTHING(vosk_spk_model_free)
NOTHING(vosk_recognizer_new)
NOTHING(vosk_recognizer_new_spk)
NOTHING(vosk_recognizer_new_grm)
NOTHING(vosk_recognizer_set_spk_model)
NOTHING(vosk_recognizer_set_max_alternatives)
NOTHING(vosk_recognizer_set_words)
NOTHING(vosk_recognizer_set_partial_words)
NOTHING(vosk_recognizer_set_nlsml)
NOTHING(vosk_recognizer_accept_waveform)
NOTHING(vosk_recognizer_accept_waveform_s)
NOTHING(vosk_recognizer_accept_waveform_f)
NOTHING(vosk_recognizer_result)
NOTHING(vosk_recognizer_partial_result)
NOTHING(vosk_recognizer_final_result)
NOTHING(vosk_recognizer_reset)
NOTHING(vosk_recognizer_free)
NOTHING(vosk_gpu_init)
NOTHING(vosk_gpu_thread_init)
NOTHING(vosk_batch_model_new)
NOTHING(vosk_batch_model_free)
NOTHING(vosk_batch_model_wait)
NOTHING(vosk_batch_recognizer_new)
NOTHING(vosk_batch_recognizer_free)
NOTHING(vosk_batch_recognizer_accept_waveform)
NOTHING(vosk_batch_recognizer_finish_stream)
NOTHING(vosk_batch_recognizer_front_result)
NOTHING(vosk_batch_recognizer_get_pending_chunks)
NOTHING(vosk_batch_recognizer_pop)
NOTHING(vosk_batch_recognizer_set_nlsml)
